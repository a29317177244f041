import type { DiscoveredRecordInput } from '../../discovered.ts'
import type { ImportContext, ImportFormat } from '../import-format.ts'
import { jsonOutline } from '../json-outline.ts'
import { readJsonItems } from '../read-json-items.ts'
import { recordBatches } from '../record-batches.ts'
import { DetailsReading } from './details-reading.ts'
import { PAGE_MARKS } from './page-marks.ts'

const LISTS = ['UserDetailList', 'GroupDetailList', 'RoleDetailList', 'Policies'] as const
const PRINCIPAL_LISTS: readonly string[] = LISTS.slice(0, 3)

/** What `aws iam get-account-authorization-details` writes: users, groups, roles and policies of one account. */
export const awsAuthorizationDetails: ImportFormat = {
  kind: 'aws-authorization-details',
  title: 'AWS account authorization details as JSON',
  origin: 'aws iam get-account-authorization-details --output json',
  covers: { identityKinds: ['iam_user', 'iam_role'], credentialKinds: ['federated_trust'], entitlements: true, privilege: true, trusts: true },
  detect(head) {
    const outline = jsonOutline(head)
    if (outline?.root !== 'object') return false
    // `Policies` alone is also what `aws iam list-policies` writes, without the documents.
    return outline.keys.some((key) => PRINCIPAL_LISTS.includes(key)) || (outline.keys.includes('Policies') && head.includes('"PolicyVersionList"'))
  },
  parse: (bytes, context) => recordBatches(readDetails(bytes, context)),
}

/**
 * Whether somebody is privileged is known only when the groups and policies are, and these may come last. So principals wait,
 * deflated, until the file has ended well, and a file that is refused hands out nothing.
 *
 * Memory: 1. about 150 bytes a waiting principal; 2. about 300 bytes for each ARN, to find duplicates; 3. at most 20 KB for each
 * group and managed policy (their summaries are capped); 4. one item of at most 16 MB. 100,000 users need about 60 MB.
 */
async function* readDetails(bytes: AsyncIterable<Uint8Array>, context: ImportContext): AsyncGenerator<DiscoveredRecordInput, void, undefined> {
  const reading = new DetailsReading(context)
  for await (const item of readJsonItems(bytes, { lists: LISTS, members: PAGE_MARKS })) reading.take(item)
  yield* reading.finish()
}
