import type { DiscoveredRecordInput } from '../../discovered.ts'
import type { ImportContext, ImportFormat } from '../import-format.ts'
import { invalidFile } from '../invalid-file.ts'
import { jsonOutline } from '../json-outline.ts'
import { readJsonItems } from '../read-json-items.ts'
import { recordBatches } from '../record-batches.ts'
import { PAGE_MARKS, refusePage } from './page-marks.ts'
import { POLICY_LISTS, policyEntries } from './policy-entries.ts'
import { PolicyReading } from './policy-reading.ts'

/** The IAM policies of all resources that Cloud Asset Inventory finds: who holds which role where. */
export const gcpIamPolicies: ImportFormat = {
  kind: 'gcp-iam-policies',
  title: 'GCP IAM policies of all resources as JSON',
  origin: 'gcloud asset search-all-iam-policies --format=json',
  covers: { identityKinds: [], credentialKinds: [], entitlements: true, privilege: true, trusts: true },
  detect(head) {
    const outline = jsonOutline(head)
    if (!outline) return false
    const { root, keys } = outline
    if (root === 'list') return (keys.includes('policy') && keys.includes('resource')) || (keys.includes('iamPolicy') && keys.includes('name'))
    if (keys.includes('bindings')) return false
    return (
      keys.includes('policyResults') ||
      ((keys.includes('results') || keys.includes('assets')) && /"(policy|iamPolicy)"\s*:/.test(head) && head.includes('"bindings"'))
    )
  },
  parse: (bytes, context) => recordBatches(readPolicies(bytes, context)),
}

/** The policy of one project or organisation on its own. It says nothing of other resources, so that what is absent from it may stand there. */
export const gcpIamPolicy: ImportFormat = {
  kind: 'gcp-iam-policy',
  title: 'GCP IAM policy of a project as JSON',
  origin: 'gcloud projects get-iam-policy --format=json',
  covers: { identityKinds: [], credentialKinds: [], entitlements: false, privilege: true },
  detect(head) {
    const outline = jsonOutline(head)
    return outline?.root === 'object' && outline.keys.includes('bindings') && (head.includes('"members"') || outline.keys.includes('etag'))
  },
  parse: (bytes, context) => recordBatches(readPolicies(bytes, context)),
}

async function* readPolicies(bytes: AsyncIterable<Uint8Array>, context: ImportContext): AsyncGenerator<DiscoveredRecordInput, void, undefined> {
  const reading = new PolicyReading()
  const ownRoles = new Set<string>()
  for await (const item of readJsonItems(bytes, { lists: POLICY_LISTS, members: PAGE_MARKS })) {
    if (PAGE_MARKS.includes(item.list)) {
      refusePage(item)
      continue
    }
    const entries = policyEntries(item, context)
    if (item.list === 'bindings') for (const { role } of entries.flatMap(({ bindings }) => bindings)) ownRoles.add(role)
    for (const entry of entries) yield* reading.take(entry)
  }
  refuseAccountPolicy(ownRoles)
  yield* reading.finish()
  context.onSummary?.({ counts: reading.counts, observedAt: null, scope: context.scope ?? null })
}

/** A bare policy that knows nothing but roles on service accounts is that of one account, and does not say of which. */
function refuseAccountPolicy(roles: ReadonlySet<string>): void {
  if (roles.size === 0 || [...roles].some((role) => !/^roles\/iam\.(serviceAccount|workloadIdentityUser)/.test(role))) return
  throw invalidFile('looks like the policy of one service account and does not say of which: export with gcloud asset search-all-iam-policies instead', {
    line: 1,
    column: 1,
    byte: 0,
  })
}
