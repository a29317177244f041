import type { LeaseId } from '#lib/core/ids.ts'
import { HOUR, MINUTE, SECOND, shift } from '#lib/core/time.ts'
import { mintingDriverFor } from '#lib/systems/registry.ts'
import type { Course, LeasedOutcome } from './lease-course.ts'
import { leaseTrail } from './lease-trail.ts'
import type { Person } from './people.ts'
import type { Row, Turn } from './rows.ts'
import { sampleId } from './sample-id.ts'
import { ORDERS } from './scenarios/orders-database/create-orders-database.ts'

export type LeaseRows = {
  lease: Row & { id: LeaseId }
  revocation: Row & { id: string }
  facts: Row[]
  turns: Turn[]
  revocationTurns: Turn[]
  bornAt: Date
  audit: Row[]
}

type Given = {
  request: { id: string; digest: string; durationSeconds: number; systemId: string; privilegeName: string }
  holder: Person
  approver: Person
  decidedAt: Date
  grantedSeconds: number
  outcome: LeasedOutcome
}

/** A lease that was granted, used, ended and confirmed dead, with the facts that its worker noted on the server. */
export function pastLease({ request, holder, approver, decidedAt, grantedSeconds, outcome }: Given): LeaseRows {
  const id = sampleId('lse', shift(decidedAt, 80), request.id)
  const failed = outcome.end === 'mint_failed'
  const endsAt = shift(decidedAt, grantedSeconds * SECOND)
  const endingAt = outcome.end === 'expired' ? endsAt : shift(decidedAt, outcome.minutes * MINUTE)
  const course: Course = {
    id,
    account: mintingDriverFor('postgresql').accountName(id),
    oid: String(24_600 + (Math.floor(decidedAt.getTime() / HOUR) % 9_000)),
    startsAt: decidedAt,
    endsAt,
    mintedAt: failed ? null : shift(decidedAt, 310),
    endingAt,
    executedAt: shift(endingAt, 420),
    confirmedAt: shift(endingAt, 590),
  }
  const { account, oid, mintedAt, executedAt, confirmedAt } = course
  const problem = failed ? 'Tenure could not mint the account: PostgreSQL says "remaining connection slots are reserved" (53300)' : null
  const revocation = {
    id: sampleId('rev', endingAt, id),
    leaseId: id,
    state: 'confirmed',
    reason: outcome.end,
    requestedAt: endingAt,
    executedAt,
    confirmedAt,
    unconfirmedAt: null,
    problem: null,
  }
  const lease = {
    id,
    requestId: request.id,
    digest: request.digest,
    askedSeconds: request.durationSeconds,
    holderId: holder.id,
    systemId: request.systemId,
    privilegeName: request.privilegeName,
    account,
    state: 'ended',
    startsAt: decidedAt,
    endsAt,
    secretSealed: null,
    secretRevealedAt: mintedAt && shift(mintedAt, 40 * SECOND),
    nativeId: failed ? null : oid,
    login: failed ? null : { host: '127.0.0.1', port: 5432, database: ORDERS.database, username: account },
    mintedAt,
    endedAt: confirmedAt,
    endReason: outcome.end,
    attempt: 0,
    nextAttemptAt: endingAt,
    problem: null,
    createdAt: shift(decidedAt, 80),
  }
  return {
    lease,
    revocation,
    facts: factsOf(course, request.privilegeName, problem),
    bornAt: lease.createdAt,
    turns: leaseTurns(course, outcome.end),
    revocationTurns: [
      { at: executedAt, before: { state: 'requested', executed_at: null } },
      { at: confirmedAt, before: { state: 'executed', confirmed_at: null } },
    ],
    audit: leaseTrail(course, { lease, revocation, holder, approver, outcome, problem }),
  }
}

/** What the row said before each step. */
function leaseTurns({ startsAt, mintedAt, endingAt, confirmedAt }: Course, end: string): Turn[] {
  const unminted = { minted_at: null, native_id: null, login: null }
  return [
    { at: shift(startsAt, 120), before: { state: 'scheduled', next_attempt_at: startsAt } },
    ...(mintedAt
      ? [
          { at: mintedAt, before: { state: 'minting', ...unminted } },
          { at: shift(mintedAt, 40 * SECOND), before: { secret_revealed_at: null } },
        ]
      : []),
    { at: endingAt, before: { state: end === 'mint_failed' ? 'minting' : 'active', end_reason: null } },
    { at: confirmedAt, before: { state: 'ending', ended_at: null } },
  ]
}

function factsOf({ id, account, oid, endsAt, mintedAt, executedAt, confirmedAt }: Course, privilege: string, problem: string | null): Row[] {
  const fact = (at: Date, kind: string, detail: Row) => ({ leaseId: id, at, kind, ok: true, detail })
  const step = (kind: string, detail: string) =>
    fact(executedAt, kind, {
      changed: problem === null,
      rows: problem === null ? 1 : 0,
      detail: problem === null ? detail : 'The account does not exist',
      targetTime: executedAt.toISOString(),
    })
  const minted = mintedAt
    ? [
        fact(mintedAt, 'mint', { account, outcome: 'created', validUntil: endsAt.toISOString(), targetTime: mintedAt.toISOString() }),
        fact(mintedAt, 'positive_probe', { outcome: 'accepted', reason: 'The server accepted the login', code: null }),
      ]
    : []
  const targetTime = confirmedAt.toISOString()
  return [
    ...minted,
    step('block_logins', 'NOLOGIN, and VALID UNTIL set to 1970'),
    step('end_sessions', 'Terminated 1 session(s); the server lists none'),
    step('remove_rights', `no longer a member of ${privilege}`),
    step('remove_account', `Removed the role with oid ${oid}`),
    fact(confirmedAt, 'reread', { exists: false, canLogin: false, memberOf: [], targetTime }),
    fact(confirmedAt, 'negative_probe', { outcome: 'refused', reason: `password authentication failed for user "${account}"`, code: '28P01' }),
    fact(confirmedAt, 'sessions', { open: 0, targetTime }),
  ]
}
