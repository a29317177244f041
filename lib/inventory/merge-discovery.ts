import { command } from '#lib/command/command.ts'
import { TenureError } from '#lib/core/errors.ts'
import type { SyncRunId } from '#lib/core/ids.ts'
import { HOUR } from '#lib/core/time.ts'
import type { Tx } from '#lib/db/client.ts'
import { Prisma } from '#lib/db/generated/client.ts'
import { mergeActivity } from './merge/merge-activity.ts'
import { mergeCredentials } from './merge/merge-credentials.ts'
import { correlateIdentities } from './merge/correlate-identities.ts'
import { mergeEntitlements } from './merge/merge-entitlements.ts'
import { mergeExposures } from './merge/merge-exposures.ts'
import { mergeIdentities } from './merge/merge-identities.ts'
import { mergePrivileges } from './merge/merge-privileges.ts'
import { mergeTrusts } from './merge/merge-trusts.ts'
import type { MergeScope } from './merge/merge-scope.ts'
import { notesOf, withoutIdentity } from './merge/notes-of.ts'
import { readStaging } from './merge/read-staging.ts'
import { releaseViews } from './merge/release-views.ts'
import { MergeDiscovery, type SyncCounts } from './merge/schemas.ts'
import { setLeaseAccountsApart } from './merge/set-lease-accounts-apart.ts'

/**
 * Merges what a run staged into the register, in one transaction: all of it or nothing. Merging the same again changes nothing. The caller holds the
 * system's lock. Throws `conflict` when the run is not going on or its staging is not whole, `unavailable` when a live system showed no identity at all.
 */
export const mergeDiscovery = command({
  permission: 'inventory.mergeDiscovery',
  input: MergeDiscovery,
  timeoutMs: 6 * HOUR,
  async run({ tx, now }, input) {
    const { run, system } = await getRunning(tx, input.id)
    await assertWhole(tx, input)
    const scope: MergeScope = {
      tx,
      now,
      system,
      run,
      source: run.source === 'live' ? 'live' : (input.format ?? 'file'),
      covers: input.covers,
      observedAt: input.observedAt,
    }
    await readStaging(scope)
    const leaseAccounts = await setLeaseAccountsApart(scope)
    const identities = await mergeIdentities(scope)
    if (input.covers === null && identities.new + identities.changed + identities.unchanged + identities.returned === 0) {
      throw new TenureError('unavailable', 'The system showed no identity at all, which cannot be right: nothing was changed. Check the rights of its account.')
    }
    const credentials = await mergeCredentials(scope)
    const entitlements = await mergeEntitlements(scope)
    const privileges = await mergePrivileges(scope)
    const trusts = await mergeTrusts(scope)
    const exposures = await mergeExposures(scope)
    await releaseViews(tx, Prisma.sql`${system.id} IN (a.system_id, s.system_id)`, now)
    const correlation = await correlateIdentities(scope)
    const activity = await mergeActivity(scope)
    const left = await withoutIdentity(scope)
    const counts: SyncCounts = {
      identities,
      credentials,
      entitlements,
      privileges,
      trusts,
      exposures,
      correlated: correlation.merged,
      activity,
      leftOut: { leaseAccounts, withoutIdentity: left.count },
      totals: await totalsOf(tx),
    }
    const end = { state: 'succeeded', format: input.format, recordsRead: input.records, bytesRead: input.bytes, counts }
    const notes = [...input.notes, ...left.notes, ...correlation.notes, ...(await notesOf(scope))]
    await tx.syncRun.update({ where: { id: run.id }, data: { ...end, notes, finishedAt: now } })
    const settings = system.settings as Record<string, unknown>
    await tx.system.update({
      where: { id: system.id },
      data: { lastSyncedAt: now, ...(input.scope && !settings['scope'] ? { settings: { ...settings, scope: input.scope } } : {}) },
    })
    await tx.discoveredRecord.deleteMany({ where: { runId: run.id } })
    await tx.importChunk.deleteMany({ where: { runId: run.id } })
    const { source, fileName } = run
    return {
      output: counts,
      changes: { entity: 'sync_run', id: run.id, before: { state: 'running' }, after: { systemId: system.id, source, fileName, ...end } },
      jobs: [{ job: 'findings.derive', data: { systemId: system.id } }],
    }
  },
})

async function getRunning(tx: Tx, id: SyncRunId) {
  const row = await tx.syncRun.findUnique({ where: { id }, include: { system: { select: { id: true, sample: true, settings: true, lastSyncedAt: true } } } })
  if (row?.state !== 'running' || !row.startedAt) throw new TenureError('conflict', 'This run is not going on')
  const { system, startedAt, source, fileName } = row
  return { run: { id, startedAt, source, fileName }, system }
}

/** The staging is unlogged: PostgreSQL empties it when it recovers from a crash, and an emptied one would make everything vanish. */
async function assertWhole(tx: Tx, { id, records }: MergeDiscovery): Promise<void> {
  const staged = await tx.discoveredRecord.count({ where: { runId: id } })
  if (staged !== records)
    throw new TenureError('conflict', `What was read was lost on the way to the register (${staged} of ${records} records are left): start again`)
}

async function totalsOf(tx: Tx): Promise<SyncCounts['totals']> {
  const [totals] = await tx.$queryRaw<SyncCounts['totals'][]>`
    SELECT (SELECT count(*) FROM here WHERE NOT gone)::int AS identities,
           (SELECT count(*) FROM credential c JOIN here i ON i.id = c.identity_id WHERE c.vanished_at IS NULL)::int AS credentials,
           (SELECT count(*) FROM entitlement e JOIN here i ON i.id = e.identity_id WHERE e.vanished_at IS NULL)::int AS entitlements`
  return totals ?? { identities: 0, credentials: 0, entitlements: 0 }
}
