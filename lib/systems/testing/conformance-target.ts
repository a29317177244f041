import { randomBytes } from 'node:crypto'
import { LeaseId } from '#lib/core/ids.ts'
import { MINUTE, shift } from '#lib/core/time.ts'
import type { Connection, LeaseAccount, Login, Minted, MintingDriver, MintOrder, StandingAccount } from '#lib/systems/driver.ts'

/** A holder's session on the target, through a client that has nothing to do with the driver. Each method rejects when the target refuses. */
export type HolderSession = { read(): Promise<unknown>; write(): Promise<unknown>; close(): Promise<void> }

/** What the tests of offboarding need besides: accounts that nobody minted, made and used behind the driver's back. */
export type StandingParts = {
  /** Makes an account of this name that can log in and read, as an administrator would, and says how its holder logs in. */
  create(name: string): Promise<Login>
  /** The account of this name as the register knows it. */
  account(name: string): StandingAccount
  /** Tenure's own account. */
  own: StandingAccount
  /** Makes something hang on the account that forbids its removal; absent where the target has nothing of the kind. `named` is what the refusal must name. */
  hangOn?(account: StandingAccount): Promise<{ named: string; letGo(): Promise<void> }>
  /** The target cannot end a session: `disable` then says in its detail that a session may live on. */
  sessionsSurvive?: boolean
}

/** A real target with one privilege that reads and does not write, and ways to look behind the driver's back. */
export type ConformanceTarget = {
  driver: MintingDriver
  settings: Record<string, unknown>
  /** The settings with an address where nothing listens. */
  unreachable: Record<string, unknown>
  privilege: string
  /** False for a target that keeps no end of an account: there only Tenure's worker ends a lease, and the residual has no date. */
  expires?: boolean
  /** Logs in as the holder of a credential; rejects when the target refuses. */
  open(login: Login): Promise<HolderSession>
  /** How many accounts of this name the target has, asked without the driver. */
  countAccounts(account: string): Promise<number>
  /** Makes an account of this name by hand, as somebody who is not Tenure would. */
  plant(account: string): Promise<void>
  /** Needed when the driver declares `offboard`. */
  standing?: StandingParts
  stop(): Promise<void>
}

/** One lease on its way through the tests, which follow one another. */
export type ConformanceRun = { connection: Connection; order: MintOrder; minted: Minted; session: HolderSession }

/** Declares one test with the running target; skipped where the target cannot be had. */
export type Check = (sentence: string, body: (target: ConformanceTarget) => Promise<void>) => void

/** A secret as leases have them: 256 random bits. */
export const aSecret = () => randomBytes(32).toString('base64url')

/** The end that the target itself enforces for what was ordered. */
export const endOf = ({ expires = true }: ConformanceTarget, order: MintOrder): Date | null => (expires ? order.validUntil : null)

/** An order for a new lease of ten minutes. */
export function anOrderFor({ driver, privilege }: { driver: Pick<MintingDriver, 'accountName'>; privilege: string }): MintOrder {
  const leaseId = LeaseId.create()
  return { leaseId, account: driver.accountName(leaseId), secret: aSecret(), privilege, validUntil: shift(new Date(), 10 * MINUTE) }
}

/** The account of an order as a worker knows it that died before it noted the target's answer. */
export function accountOf({ leaseId, account, privilege }: MintOrder): LeaseAccount {
  return { leaseId, account, privilege, nativeId: null }
}
