import type { z } from 'zod'
import { TenureError } from '#lib/core/errors.ts'
import type { LeaseId } from '#lib/core/ids.ts'
import type { DiscoveredActivity, DiscoveredRecordInput } from './discovered.ts'

/** What a driver can do on its kind of system. One that mints must also revoke, probe and reread: `registry.ts` refuses it otherwise. */
export const CAPABILITIES = ['discover', 'mint', 'revoke', 'probe', 'reread', 'residual', 'activity', 'offboard'] as const
export type Capability = (typeof CAPABILITIES)[number]

/** Every call may be stopped; what was under way on the target is then unknown, and the call is repeated. */
export type CallOptions = { signal?: AbortSignal | undefined }

/** A way to one system. Nothing is opened until the first call; `close` ends whatever is open. Holds secrets: never logged, never stored. */
export type Connection = { readonly kind: string; close(): Promise<void> }

/** One right that Tenure's own account needs, and for what. `remedy` is what an administrator of the system runs to give it. */
export type RightCheck = { capability: Capability; right: string; held: boolean; purpose: string; remedy: string | null }

export type TestReport =
  | { reachable: true; as: string; serverVersion: string; targetTime: Date; rights: RightCheck[]; warnings: string[] }
  | { reachable: false; code: string | null; reason: string }

/** An account that Tenure minted for a lease. `nativeId` is the target's own key for it (PostgreSQL: the role's oid), which still finds sessions when the account is gone. */
export type LeaseAccount = { leaseId: LeaseId; account: string; privilege: string; nativeId: string | null }

/** `secret` stays in memory and never reaches the target's log; `validUntil` is the backstop that the target itself enforces where it can. */
export type MintOrder = { leaseId: LeaseId; account: string; secret: string; privilege: string; validUntil: Date }

/** `login` is what the holder needs besides the secret. `issuedSecret` is set by targets that choose the secret themselves. `targetTime` is the target's clock. */
export type Minted = {
  account: LeaseAccount
  outcome: 'created' | 'restored'
  validUntil: Date
  targetTime: Date
  login: Readonly<Record<string, string | number>>
  issuedSecret: string | null
}

/** A login as its holder would do it. */
export type Login = { account: string; secret: string }

/**
 * `refused` only when the target itself said that this credential is dead, while Tenure's own login works.
 * Everything else that is not a login (unreachable, overloaded, misconfigured) is `inconclusive`, and proves nothing.
 */
export type ProbeResult = { outcome: 'accepted' | 'refused' | 'inconclusive'; reason: string; code: string | null }

/** The account as the target shows it now. `sessions` counts what could be its sessions, also after the account itself is gone. */
export type AccountFacts = {
  exists: boolean
  /** It carries the mark of this lease. */
  ours: boolean
  nativeId: string | null
  canLogin: boolean
  validUntil: Date | null
  memberOf: string[]
  sessions: number
  targetTime: Date
}

/** Something of the lease that could still work: until when at the latest (null: until somebody ends it), and why. */
export type Residual = { what: 'login' | 'session'; count: number; until: Date | null; why: string }

/** The order of a revocation: nobody new comes in, then who is in goes out, then the rights, then the account. A driver leaves out what its target does not have. */
export const REVOCATION_STEPS = ['block_logins', 'end_sessions', 'remove_rights', 'remove_account'] as const
export type RevocationStepName = (typeof REVOCATION_STEPS)[number]

/** What a step found and did, for the evidence. `changed` is false when there was nothing left to do. `at` is the target's clock. */
export type StepFacts = { step: RevocationStepName; at: Date; changed: boolean; rows: number; detail: string }

/** One idempotent step. It throws when it could not do its work; it never reports success for doing nothing where something was left. */
export type RevocationStep<C extends Connection = Connection> = {
  name: RevocationStepName
  title: string
  run(connection: C, account: LeaseAccount, options?: CallOptions): Promise<StepFacts>
}

/** An identity of the register as its system knows it. */
export type StandingAccount = { externalId: string; name: string }

/** A standing account as the target shows it now. `sessions` is null where the target does not tell; `dependents` is what forbids its removal, in words. */
export type StandingFacts = { exists: boolean; enabled: boolean; sessions: number | null; dependents: string[]; targetTime: Date }

/** What a step on a standing account did, for the evidence. `changed` is false when there was nothing left to do. */
export type StandingStep = { at: Date; changed: boolean; detail: string }

/**
 * Taking a standing account out of service in stages that can be gone back on until the last. Every method is idempotent and refuses (`conflict`)
 * Tenure's own account and whatever a mint made. `not_found` only from `disable` and `restore`; an account that is gone is `removed`.
 */
export type Offboarding<C extends Connection = Connection> = {
  /** What `restore` will need and `disable` destroys; null when nothing. Sealed and stored before `disable` runs. */
  remember(connection: C, account: StandingAccount, options?: CallOptions): Promise<string | null>
  /** No new login from now on, and whoever is in goes out. */
  disable(connection: C, account: StandingAccount, options?: CallOptions): Promise<StandingStep>
  restore(connection: C, account: StandingAccount, remembered: string | null, options?: CallOptions): Promise<StandingStep>
  /** Deletes the account. `conflict`, naming them, while something still hangs on it: nothing is ever dropped along with it. */
  remove(connection: C, account: StandingAccount, options?: CallOptions): Promise<StandingStep>
  reread(connection: C, account: StandingAccount, options?: CallOptions): Promise<StandingFacts>
}

/** One kind of system: how to connect to it and what can be done there. Each declared capability has its method, and no other. */
export type Driver<C extends Connection = Connection> = {
  kind: string
  title: string
  connectionSchema: z.ZodObject
  /** The fields of `connectionSchema` that are encrypted at rest and never shown again. */
  secretFields: readonly string[]
  capabilities: readonly Capability[]
  /** Checks the settings (`invalid`, with the fields) and makes the connection; opens nothing yet. */
  connect(settings: unknown): C
  test(connection: C, options?: CallOptions): Promise<TestReport>
  discover?(connection: C, options?: CallOptions): AsyncIterable<DiscoveredRecordInput[]>
  activity?(connection: C, options?: CallOptions): AsyncIterable<DiscoveredActivity[]>
  /** The name that a lease's account bears on this kind of system: it fits the target's limits and says whose it is. */
  accountName?(leaseId: LeaseId): string
  mint?(connection: C, order: MintOrder, options?: CallOptions): Promise<Minted>
  revocation?: readonly RevocationStep<C>[]
  probe?(connection: C, login: Login, options?: CallOptions): Promise<ProbeResult>
  reread?(connection: C, account: LeaseAccount, options?: CallOptions): Promise<AccountFacts>
  residual?(connection: C, account: LeaseAccount, options?: CallOptions): Promise<Residual[]>
  offboarding?: Offboarding<C>
}

export type DiscoveringDriver<C extends Connection = Connection> = Driver<C> & Required<Pick<Driver<C>, 'discover'>>
export type OffboardingDriver<C extends Connection = Connection> = Driver<C> & Required<Pick<Driver<C>, 'offboarding'>>
export type MintingDriver<C extends Connection = Connection> = Driver<C> &
  Required<Pick<Driver<C>, 'accountName' | 'mint' | 'revocation' | 'probe' | 'reread' | 'residual'>>

/** The settings as the schema reads them; `invalid` names each wrong field. */
export function parseSettings<S extends z.ZodType>(schema: S, settings: unknown): z.infer<S> {
  const parsed = schema.safeParse(settings)
  if (parsed.success) return parsed.data
  const fields = Object.fromEntries(parsed.error.issues.map((issue) => [issue.path.join('.'), issue.message]))
  throw new TenureError('invalid', 'The connection settings are not complete: correct the marked fields', { fields })
}

/** A connection's settings in two parts: what may be stored and shown in clear, and what is encrypted. */
export function splitSecrets(driver: Pick<Driver, 'secretFields'>, settings: Readonly<Record<string, unknown>>) {
  const isSecret = ([field]: [string, unknown]) => driver.secretFields.includes(field)
  const entries = Object.entries(settings)
  return { open: Object.fromEntries(entries.filter((entry) => !isSecret(entry))), secret: Object.fromEntries(entries.filter(isSecret)) }
}
