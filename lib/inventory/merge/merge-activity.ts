import type { MergeScope } from './merge-scope.ts'

/** Adds the uses that the source saw. One that is known already (same system, key and instant) is not added again. The months' partitions exist. */
export async function mergeActivity({ tx, system }: MergeScope): Promise<{ new: number }> {
  const added = await tx.$executeRaw`
    INSERT INTO activity_event (id, at, system_id, identity_id, external_id, action, resource, source_address, outcome, sample)
    SELECT s.id, s.at, ${system.id}, i.id, s.external_id, s.action, s.resource, s.source_address, s.outcome, ${system.sample}
      FROM seen_activity s JOIN here i ON i.external_id = s.identity_external_id
    ON CONFLICT (system_id, external_id, at) DO NOTHING`
  return { new: added }
}
