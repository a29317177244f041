import { z } from 'zod'
import type { DiscoveredRecordInput } from '../../discovered.ts'
import { Duplicates } from '../duplicates.ts'
import type { ImportContext, ImportFormat } from '../import-format.ts'
import { jsonOutline } from '../json-outline.ts'
import { parseItem } from '../parse-item.ts'
import { partOf, type PlacedItem } from '../placed-item.ts'
import { readJsonItems, type JsonItem } from '../read-json-items.ts'
import { recordBatches } from '../record-batches.ts'
import { PAGE_MARKS, refusePage } from './page-marks.ts'
import { ProjectScope } from './project-scope.ts'
import { serviceAccountIdentity } from './service-account.ts'

export const AccountEmail = z.string().regex(/^[^\s@/]{1,200}@[^\s@/]{1,200}$/, 'must be the address of a service account')

/** A service account (IAM API v1, ServiceAccount). The list says neither when it was made nor when it was used. */
const ServiceAccount = z.object({
  email: AccountEmail,
  projectId: z.string().min(1).max(200),
  uniqueId: z.string().max(64).optional(),
  displayName: z.string().max(2_000).nullish(),
  description: z.string().max(2_000).nullish(),
  disabled: z.boolean().optional(),
})
type ServiceAccount = z.infer<typeof ServiceAccount>

/** A service account inside an answer of Cloud Asset Inventory. */
const ASSET = /"data"\s*:\s*\{[^{}]*"uniqueId"/
const Asset = z.object({ assetType: z.literal('iam.googleapis.com/ServiceAccount'), resource: z.object({ data: z.record(z.string(), z.unknown()) }) })

/** The service accounts of one project: what gcloud lists, or the API's answer. */
export const gcpServiceAccounts: ImportFormat = {
  kind: 'gcp-service-accounts',
  title: 'GCP service accounts as JSON',
  origin: 'gcloud iam service-accounts list --format=json',
  covers: { identityKinds: ['gcp_service_account'], credentialKinds: [], entitlements: false, privilege: false },
  detect(head) {
    const outline = jsonOutline(head)
    if (!outline || !head.includes('/serviceAccounts/')) return false
    const { root, keys } = outline
    if (root === 'object') return keys.includes('accounts') || (keys.includes('assets') && ASSET.test(head))
    return (keys.includes('email') && keys.includes('uniqueId')) || (keys.includes('assetType') && keys.includes('resource') && ASSET.test(head))
  },
  parse: (bytes, context) => recordBatches(readAccounts(bytes, context)),
}

async function* readAccounts(bytes: AsyncIterable<Uint8Array>, context: ImportContext): AsyncGenerator<DiscoveredRecordInput, void, undefined> {
  const duplicates = new Duplicates()
  const scope = new ProjectScope(context.scope)
  let serviceAccounts = 0
  for await (const item of readJsonItems(bytes, { lists: ['', 'accounts', 'assets'], members: PAGE_MARKS })) {
    if (PAGE_MARKS.includes(item.list)) {
      refusePage(item)
      continue
    }
    const entry = accountOf(item)
    const account = parseItem(ServiceAccount, entry)
    scope.admit(account.projectId, () => entry.placeOf(['projectId']))
    if (duplicates.isRepeat(account.email, entry.value, entry.place)) continue
    serviceAccounts += 1
    yield accountRecord(account)
  }
  context.onSummary?.({ counts: { serviceAccounts }, observedAt: null, scope: scope.scope })
}

/** The account itself, which Cloud Asset Inventory wraps. */
function accountOf(item: JsonItem): PlacedItem {
  if (typeof item.value !== 'object' || item.value === null || !('assetType' in item.value)) return item
  return partOf(item, ['resource', 'data'], parseItem(Asset, item).resource.data)
}

function accountRecord({ email, projectId, uniqueId, displayName, description, disabled }: ServiceAccount): DiscoveredRecordInput {
  const identity = serviceAccountIdentity(email, { project: projectId, description, displayName })
  const attributes = { ...identity.attributes, ...(uniqueId ? { uniqueId } : {}), ...(displayName ? { displayName } : {}), classEvident: true }
  return { ...identity, enabled: disabled !== true, attributes }
}
