import { DAY, HOUR, MINUTE, shift } from '#lib/core/time.ts'
import { auditEntry } from './audit-entry.ts'
import type { SampleSystem } from './estate.ts'
import { asActor, type Person } from './people.ts'
import type { Row } from './rows.ts'
import { sampleId } from './sample-id.ts'

type Totals = { identities: number; credentials: number; entitlements: number }
type History = { system: Row & { id: string; createdAt: Date }; runs: Row[]; audit: Row[] }

const WEEK = 7
/** Nobody has brought a new export of these for so many days. */
const STALE: Readonly<Record<string, number>> = { hosts: 9 }

/** A system that is fed by files: how it was connected, and the export that was brought every week since. */
export function syncHistory(source: SampleSystem, totals: Totals, { admin, now }: { admin: Person; now: Date }): History {
  const createdAt = shift(now, -source.connectedDaysAgo * DAY - HOUR)
  const { kind, name, environment, settings } = source
  const id = sampleId('sys', createdAt, source.key)
  const newest = STALE[source.key] ?? 0
  const ages = Array.from({ length: Math.floor((source.connectedDaysAgo - newest) / WEEK) + 1 }, (_, week) => newest + week * WEEK).toReversed()
  const runs = ages.map((daysAgo, index) => run(source, { id, daysAgo, first: index === 0, totals, admin, now }))
  const lastSyncedAt = runs.at(-1)?.finishedAt ?? null
  const system = { id, kind, name, environment, settings, connectionSealed: null, lastSyncedAt, sample: true, createdAt }
  const connected = auditEntry({
    at: createdAt,
    actor: asActor(admin),
    action: 'systems.connect',
    entity: 'system',
    id,
    before: null,
    after: { id, kind, name, environment, settings, createdAt },
  })
  return { system, runs, audit: [connected, ...runs.map((row) => merged(row))] }
}

type Given = { id: string; daysAgo: number; first: boolean; totals: Totals; admin: Person; now: Date }

function run(source: SampleSystem, { id: systemId, daysAgo, first, totals, admin, now }: Given) {
  const createdAt = shift(now, -daysAgo * DAY - 5 * HOUR)
  const tally = (count: number) => ({ new: first ? count : 0, changed: 0, unchanged: first ? 0 : count, vanished: 0, returned: 0 })
  const { identities, credentials, entitlements } = totals
  const counts = {
    identities: tally(identities),
    credentials: tally(credentials),
    entitlements: tally(entitlements),
    privileges: tally(0),
    trusts: tally(0),
    exposures: tally(0),
    correlated: 0,
    activity: { new: 0 },
    leftOut: { leaseAccounts: 0, withoutIdentity: 0 },
    totals,
  }
  const recordsRead = identities + credentials + entitlements
  return {
    id: sampleId('run', createdAt, `${source.key}:${daysAgo}`),
    systemId,
    source: 'file',
    fileName: `${source.key}-${createdAt.toISOString().slice(0, 10)}.json`,
    format: source.kind === 'aws_iam' ? 'aws-authorization-details' : null,
    state: 'succeeded',
    bytesTotal: recordsRead * 412,
    bytesRead: recordsRead * 412,
    recordsRead,
    counts,
    notes: [],
    problem: null,
    requestedBy: admin.id,
    createdAt,
    startedAt: shift(createdAt, 2 * MINUTE),
    finishedAt: shift(createdAt, 3 * MINUTE),
  }
}

function merged({ id, systemId, source, fileName, format, recordsRead, bytesRead, counts, finishedAt }: ReturnType<typeof run>): Row {
  const after = { systemId, source, fileName, state: 'succeeded', format, recordsRead, bytesRead, counts }
  return auditEntry({
    at: finishedAt,
    actor: { kind: 'system', job: 'systems.sync' },
    action: 'inventory.mergeDiscovery',
    entity: 'sync_run',
    id,
    before: { state: 'running' },
    after,
  })
}
