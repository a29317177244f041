import { z } from 'zod'
import type { DiscoveredRecordInput } from '../../discovered.ts'
import { Duplicates } from '../duplicates.ts'
import type { ImportContext, ImportFormat } from '../import-format.ts'
import { jsonOutline } from '../json-outline.ts'
import { parseItem } from '../parse-item.ts'
import { readJsonItems } from '../read-json-items.ts'
import { recordBatches } from '../record-batches.ts'
import { SourceInstant } from '../source-instant.ts'
import { PAGE_MARKS, refusePage } from './page-marks.ts'
import { ProjectScope } from './project-scope.ts'
import { serviceAccountIdentity } from './service-account.ts'

const KEY_NAME = /^projects\/([^/]{1,200})\/serviceAccounts\/([^/@\s]{1,200}@[^/@\s]{1,200})\/keys\/([^/\s]{1,200})$/

/** A key by its name (IAM API v1, ServiceAccountKey). Its private half is in no list, and is not read where an answer carries it. */
const ServiceAccountKey = z.object({
  name: z.string().transform((name, context) => {
    const [, project, email, id] = KEY_NAME.exec(name) ?? []
    if (project && email && id) return { project, email, id }
    context.addIssue({ code: 'custom', message: 'must be the name of a key, projects/…/serviceAccounts/…/keys/…' })
    return z.NEVER
  }),
  keyType: z.enum(['USER_MANAGED', 'SYSTEM_MANAGED', 'KEY_TYPE_UNSPECIFIED'], 'must be USER_MANAGED or SYSTEM_MANAGED'),
  validAfterTime: SourceInstant.optional(),
  validBeforeTime: SourceInstant.optional(),
  keyAlgorithm: z.string().max(64).optional(),
  keyOrigin: z.string().max(64).optional(),
  disabled: z.boolean().optional(),
  disableReason: z.string().max(200).optional(),
})
type ServiceAccountKey = z.infer<typeof ServiceAccountKey>

/** The keys of service accounts: what gcloud lists, or the API's answer. */
export const gcpServiceAccountKeys: ImportFormat = {
  kind: 'gcp-service-account-keys',
  title: 'GCP service account keys as JSON',
  origin: 'gcloud iam service-accounts keys list --format=json',
  covers: { identityKinds: [], credentialKinds: [], entitlements: false, privilege: false },
  detect(head) {
    const outline = jsonOutline(head)
    if (outline?.root === 'list') return outline.keys.includes('keyType') && outline.keys.includes('name')
    return outline?.keys.includes('keys') === true && !outline.keys.includes('accounts') && head.includes('/serviceAccounts/')
  },
  parse: (bytes, context) => recordBatches(readKeys(bytes, context)),
}

async function* readKeys(bytes: AsyncIterable<Uint8Array>, context: ImportContext): AsyncGenerator<DiscoveredRecordInput, void, undefined> {
  const duplicates = new Duplicates()
  const scope = new ProjectScope(context.scope)
  const accounts = new Set<string>()
  const counts = { serviceAccounts: 0, userManagedKeys: 0, systemManagedKeys: 0 }
  for await (const item of readJsonItems(bytes, { lists: ['', 'keys'], members: PAGE_MARKS })) {
    if (PAGE_MARKS.includes(item.list)) {
      refusePage(item)
      continue
    }
    const key = parseItem(ServiceAccountKey, item)
    const { project, email, id } = key.name
    if (project !== '-') scope.admit(project, () => item.placeOf(['name']))
    if (duplicates.isRepeat(`${email}/${id}`, item.value, item.place)) continue
    if (!accounts.has(email) && !context.externalIdOf?.(email)) yield serviceAccountIdentity(email, { project: project === '-' ? null : project })
    accounts.add(email)
    counts[key.keyType === 'SYSTEM_MANAGED' ? 'systemManagedKeys' : 'userManagedKeys'] += 1
    if (key.keyType !== 'SYSTEM_MANAGED') yield keyRecord(key)
  }
  if (counts.systemManagedKeys > 0) yield leftOut(counts.systemManagedKeys)
  context.onSummary?.({ counts: { ...counts, serviceAccounts: accounts.size }, observedAt: null, scope: scope.scope })
}

/** Google records the use of a key elsewhere (activity analyzer): here it is not known. */
function keyRecord({ name, keyType, keyAlgorithm, keyOrigin, disabled, disableReason, ...key }: ServiceAccountKey): DiscoveredRecordInput {
  return {
    type: 'credential',
    identityExternalId: name.email,
    externalId: name.id,
    kind: 'access_key',
    fingerprint: name.id,
    createdAt: key.validAfterTime ?? null,
    lastRotatedAt: key.validAfterTime ?? null,
    expiresAt: key.validBeforeTime ?? null,
    enabled: disabled !== true,
    attributes: {
      keyType,
      ...(keyAlgorithm ? { keyAlgorithm } : {}),
      ...(keyOrigin ? { keyOrigin } : {}),
      ...(disableReason ? { disableReason } : {}),
    },
  }
}

function leftOut(count: number): DiscoveredRecordInput {
  return {
    type: 'note',
    externalId: 'left_out/system_managed_keys',
    code: 'left_out',
    subject: 'Keys that Google manages',
    text: `${count} keys are held and rotated by Google itself; nobody else can have them, so the register leaves them out`,
  }
}
