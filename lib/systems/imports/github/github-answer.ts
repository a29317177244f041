import type { DiscoveredRecordInput } from '../../discovered.ts'
import type { ImportContext, ImportFormat } from '../import-format.ts'
import { invalidFile } from '../invalid-file.ts'
import { jsonOutline } from '../json-outline.ts'
import { readJsonItems, type JsonItem } from '../read-json-items.ts'
import { recordBatches } from '../record-batches.ts'
import { GithubReading, sectionNamed, totalOf, type Section } from './github-reading.ts'

/** By which members the entries of the lists are known. */
const MARKS: readonly [section: Section, members: readonly string[]][] = [
  ['installations', ['app_id', 'repository_selection', 'account']],
  ['deploy_keys', ['key', 'read_only', 'url']],
  ['personal_access_tokens', ['token_id', 'owner', 'permissions']],
  ['credential_authorizations', ['credential_id', 'credential_type', 'login']],
  ['environments', ['name', 'url', 'protection_rules']],
  ['runners', ['id', 'os', 'status', 'labels']],
]
const WRAPPED = ['installations', 'environments', 'runners'] as const

/** One answer of the GitHub API as it is: it adds to the register, but never says that something is gone, since it may be one page, or one repository, of many. */
export const githubAnswer: ImportFormat = {
  kind: 'github-answer',
  title: 'Answer of the GitHub API as JSON',
  origin:
    'gh api --paginate with /orgs/…/installations, /repos/…/keys, /orgs/…/personal-access-tokens, /orgs/…/credential-authorizations, environments or runners',
  covers: { identityKinds: [], credentialKinds: [], entitlements: false, privilege: true },
  detect(head) {
    const outline = jsonOutline(head)
    if (outline?.root === 'list') return sectionOf(outline.keys) !== null
    return outline !== null && outline.keys.includes('total_count') && WRAPPED.some((list) => outline.keys.includes(list))
  },
  parse: (bytes, context) => recordBatches(readAnswer(bytes, context)),
}

function sectionOf(keys: readonly string[]): Section | null {
  return MARKS.find(([, members]) => members.every((member) => keys.includes(member)))?.[0] ?? null
}

async function* readAnswer(bytes: AsyncIterable<Uint8Array>, context: ImportContext): AsyncGenerator<DiscoveredRecordInput, void, undefined> {
  const reading = new GithubReading(context)
  let section: Section | null = null
  let total: { count: number; item: JsonItem } | null = null
  let entries = 0
  for await (const item of readJsonItems(bytes, { lists: ['', ...WRAPPED], members: ['total_count'] })) {
    if (item.list === 'total_count') {
      total = { count: totalOf(item), item }
      continue
    }
    section ??= item.list === '' ? sectionOf(keysOf(item.value)) : sectionNamed(item.list)
    if (section === null) throw invalidFile('is not an entry of a list that can be imported', item.place)
    entries += 1
    yield* reading.take(section, item)
  }
  if (total && total.count > entries)
    throw invalidFile(
      `says that there are ${total.count}, but the file has ${entries}: it is one page of several. Export it again with --paginate`,
      total.item.place,
    )
  yield* reading.finish()
}

function keysOf(value: unknown): string[] {
  return typeof value === 'object' && value !== null ? Object.keys(value) : []
}
