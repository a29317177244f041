import type { MergeScope } from './merge-scope.ts'

/**
 * Accounts that Tenure minted belong to their leases, not to the register: where a lease of this system explains one, it and all that it holds stay
 * out. One that no lease explains (its lease was never here, or had ended before this discovery began) comes in, marked, so that somebody looks at it.
 * Answers how many stayed out.
 */
export async function setLeaseAccountsApart({ tx, system, run }: MergeScope): Promise<number> {
  await tx.$executeRaw`
    CREATE TEMP TABLE lease_account ON COMMIT DROP AS
    SELECT s.external_id FROM seen_identity s
     WHERE s.ours AND EXISTS (SELECT FROM lease l WHERE l.system_id = ${system.id} AND l.account IN (s.external_id, s.name) AND (l.ended_at IS NULL OR l.ended_at >= ${run.startedAt}))`
  await tx.$executeRaw`DELETE FROM seen_credential s USING lease_account l WHERE s.identity_external_id = l.external_id`
  await tx.$executeRaw`DELETE FROM seen_entitlement s USING lease_account l WHERE s.identity_external_id = l.external_id`
  await tx.$executeRaw`DELETE FROM seen_trust s USING lease_account l WHERE l.external_id IN (s.identity_external_id, s.principal_external_id)`
  await tx.$executeRaw`DELETE FROM seen_activity s USING lease_account l WHERE s.identity_external_id = l.external_id`
  await tx.$executeRaw`UPDATE seen_identity SET attributes = attributes || '{"mintedWithoutLease": true}' WHERE ours`
  return tx.$executeRaw`DELETE FROM seen_identity s USING lease_account l WHERE s.external_id = l.external_id`
}
