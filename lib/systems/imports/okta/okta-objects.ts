import type { DiscoveredRecordInput } from '../../discovered.ts'
import type { ImportContext, ImportFormat } from '../import-format.ts'
import { excerpt, invalidFile } from '../invalid-file.ts'
import { jsonOutline } from '../json-outline.ts'
import { readJsonItems, type JsonItem } from '../read-json-items.ts'
import { recordBatches } from '../record-batches.ts'
import { oktaKindOf, type OktaKind } from './object-kind.ts'
import { OktaReading } from './okta-reading.ts'

/** Objects of Okta's management API, of one kind or of several in one list. */
export const oktaObjects: ImportFormat = {
  kind: 'okta-objects',
  title: 'Okta apps, API tokens and roles as JSON',
  origin: 'Okta API /api/v1/apps, /api/v1/api-tokens, /api/v1/users/{id}/roles and /api/v1/apps/{id}/grants in one list',
  covers: { identityKinds: ['okta_app', 'okta_api_token', 'okta_admin'], credentialKinds: [], entitlements: true, privilege: true },
  detect(head) {
    const outline = jsonOutline(head)
    return outline?.root === 'list' && oktaKindOf(outline.keys) !== null
  },
  parse: (bytes, context) => recordBatches(readObjects(bytes, context)),
}

async function* readObjects(bytes: AsyncIterable<Uint8Array>, context: ImportContext): AsyncGenerator<DiscoveredRecordInput, void, undefined> {
  const reading = new OktaReading(context)
  for await (const item of readJsonItems(bytes, { lists: [''] })) reading.take(kindOf(item), item)
  yield* reading.finish()
}

function kindOf(item: JsonItem): OktaKind {
  const { value } = item
  const keys = typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.keys(value) : []
  const kind = oktaKindOf(keys)
  if (kind) return kind
  const shown = keys.length > 0 ? `an object with ${excerpt(keys.slice(0, 5).join(', '), 120)}` : 'no object'
  throw invalidFile(`must be an app, an API token, a role, a grant or a user of Okta, but is ${shown}`, item.place)
}
