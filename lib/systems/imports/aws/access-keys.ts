import { z } from 'zod'
import type { DiscoveredRecordInput } from '../../discovered.ts'
import type { ImportContext, ImportFormat } from '../import-format.ts'
import { invalidFile } from '../invalid-file.ts'
import { jsonOutline } from '../json-outline.ts'
import { parseItem } from '../parse-item.ts'
import { readJsonItems, type JsonItem } from '../read-json-items.ts'
import { recordBatches } from '../record-batches.ts'
import { IsoInstant } from '../instant.ts'
import { Duplicates } from '../duplicates.ts'
import { accountOfKeyId } from './key-account.ts'
import { PAGE_MARKS, refusePage } from './page-marks.ts'
import { KEY_TRACKING_SINCE, lastUseOf } from './last-use.ts'

/** A key as `aws iam list-access-keys` gives it, with what `get-access-key-last-used` adds (IAM API reference, AccessKeyMetadata and AccessKeyLastUsed). */
const AccessKey = z.object({
  UserName: z.string().min(1).max(256),
  AccessKeyId: z.string().regex(/^\w{16,128}$/, 'must be an access key id of 16 to 128 letters and digits'),
  Status: z.enum(['Active', 'Inactive', 'Expired'], 'must be Active or Inactive'),
  CreateDate: IsoInstant.optional(),
  AccessKeyLastUsed: z.object({ LastUsedDate: z.union([z.literal(['N/A', '']).transform(() => null), IsoInstant, z.null()]).optional() }).optional(),
})
type AccessKey = z.infer<typeof AccessKey>

/** Access keys by their ids: the JSON of `list-access-keys`, or a list of such keys with their last use. A key id is an identifier, not a secret. */
export const awsAccessKeys: ImportFormat = {
  kind: 'aws-access-keys',
  title: 'AWS access keys as JSON',
  origin: 'aws iam list-access-keys, with what get-access-key-last-used adds',
  covers: { identityKinds: [], credentialKinds: [], entitlements: false, privilege: false },
  detect(head) {
    const outline = jsonOutline(head)
    if (outline?.root === 'list') return outline.keys.includes('AccessKeyId') && outline.keys.includes('UserName')
    return outline?.keys.includes('AccessKeyMetadata') === true
  },
  parse: (bytes, context) => recordBatches(readKeys(bytes, context)),
}

async function* readKeys(bytes: AsyncIterable<Uint8Array>, context: ImportContext): AsyncGenerator<DiscoveredRecordInput, void, undefined> {
  const duplicates = new Duplicates()
  const users = new Set<string>()
  let accessKeys = 0
  let scope = context.scope ?? null
  for await (const item of readJsonItems(bytes, { lists: ['', 'AccessKeyMetadata'], members: PAGE_MARKS })) {
    if (PAGE_MARKS.includes(item.list)) {
      refusePage(item)
      continue
    }
    const key = parseItem(AccessKey, item)
    if (duplicates.isRepeat(key.AccessKeyId, item.value, item.place)) continue
    const owner = ownerOf(key, item, context)
    scope ??= owner.account
    if (!owner.known && !users.has(key.UserName)) yield bareUser(key.UserName, owner)
    users.add(key.UserName)
    accessKeys += 1
    yield keyRecord(key, owner.arn)
  }
  context.onSummary?.({ counts: { users: users.size, accessKeys }, observedAt: null, scope })
}

/** The user that a key belongs to; `known` when the register has it. */
type Owner = { arn: string; account: string | null; known: boolean }

/** The file names users, the register knows them by ARN: by the register's own entry, or else by the system's account or that in the key id, at the path `/`. */
function ownerOf(key: AccessKey, item: JsonItem, context: ImportContext): Owner {
  const inKey = accountOfKeyId(key.AccessKeyId)
  if (inKey && context.scope && inKey !== context.scope)
    throw invalidFile(`belongs to account ${inKey}, but this system is account ${context.scope}`, item.placeOf(['AccessKeyId']))
  const account = context.scope ?? inKey
  const known = context.externalIdOf?.(key.UserName)
  if (known) return { arn: known, account, known: true }
  if (account) return { arn: `arn:aws:iam::${account}:user/${key.UserName}`, account, known: false }
  throw invalidFile('does not tell its account: give the system its AWS account number, or import the credential report first', item.placeOf(['AccessKeyId']))
}

function bareUser(name: string, { arn, account }: Owner): DiscoveredRecordInput {
  const classReason = 'An IAM user with access keys; nothing in the export says that a person uses it'
  return {
    type: 'identity',
    externalId: arn,
    name,
    class: 'service_account',
    classReason,
    enabled: null,
    privileged: false,
    attributes: { kind: 'iam_user', ...(account ? { account } : {}) },
  }
}

/** Where the file does not hold last uses they are not known; where it does, an empty one means unused since AWS records it. */
function keyRecord(key: AccessKey, userArn: string): DiscoveredRecordInput {
  const createdAt = key.CreateDate ? new Date(key.CreateDate) : null
  const used = key.AccessKeyLastUsed
  const use = used ? lastUseOf(used.LastUsedDate ? new Date(used.LastUsedDate) : null, createdAt, KEY_TRACKING_SINCE) : {}
  return {
    type: 'credential',
    identityExternalId: userArn,
    externalId: key.AccessKeyId,
    kind: 'access_key',
    fingerprint: key.AccessKeyId,
    enabled: key.Status === 'Active',
    createdAt,
    lastRotatedAt: createdAt,
    ...use,
  }
}
