import { z } from 'zod'
import { parseSpiffeId } from '#lib/core/spiffe-id.ts'
import type { DiscoveredRecordInput } from '../../discovered.ts'
import { Duplicates } from '../duplicates.ts'
import type { ImportContext, ImportFormat } from '../import-format.ts'
import { invalidFile } from '../invalid-file.ts'
import { jsonOutline } from '../json-outline.ts'
import { ParkedJson } from '../parked-json.ts'
import { parseItem } from '../parse-item.ts'
import { readJsonItems, type JsonItem } from '../read-json-items.ts'
import { recordBatches } from '../record-batches.ts'
import { selectorText, SpireEntry } from './spire-entry.ts'
import { spireRecords, type KeptEntry } from './spire-identity.ts'

/** The registration entries of one SPIRE server. */
export const spireEntries: ImportFormat = {
  kind: 'spire-entries',
  title: 'SPIRE registration entries as JSON',
  origin: 'spire-server entry show -output json',
  covers: { identityKinds: ['spire_workload', 'spire_node'], credentialKinds: ['federated_trust'], entitlements: false, privilege: true, trusts: true },
  detect(head) {
    const outline = jsonOutline(head)
    return outline?.root === 'object' && outline.keys.includes('entries') && /"(spiffe_id|spiffeId)"/.test(head) && /"(parent_id|parentId)"/.test(head)
  },
  parse: (bytes, context) => recordBatches(readEntries(bytes, context)),
}

const PAGE_MARKS = ['next_page_token', 'nextPageToken']

/**
 * One SPIFFE ID may have several entries, anywhere in the file, and becomes one identity with all of them. So entries wait, deflated, until the file has
 * ended well. Memory: about 100 bytes a waiting entry, about 400 for its id and its SPIFFE ID.
 */
async function* readEntries(bytes: AsyncIterable<Uint8Array>, context: ImportContext): AsyncGenerator<DiscoveredRecordInput, void, undefined> {
  const duplicates = new Duplicates()
  const waiting = new ParkedJson<KeptEntry>()
  const expected = new Map<string, number>()
  let trustDomain = context.scope ?? null
  let count = 0
  for await (const item of readJsonItems(bytes, { lists: ['entries'], members: PAGE_MARKS })) {
    if (item.list !== 'entries') {
      refusePage(item)
      continue
    }
    const entry = keptEntry(parseItem(SpireEntry, item))
    trustDomain ??= parseSpiffeId(entry.spiffeId)?.trustDomain ?? null
    admit(entry, trustDomain, item)
    if (duplicates.isRepeat(entry.id, item.value, item.place)) continue
    count += 1
    expected.set(entry.spiffeId, (expected.get(entry.spiffeId) ?? 0) + 1)
    waiting.park(entry)
  }
  context.onSummary?.({ counts: { entries: count, identities: expected.size }, observedAt: null, scope: trustDomain })
  const gathered = new Map<string, [KeptEntry, ...KeptEntry[]]>()
  for (const entry of waiting.drain()) {
    const together = gathered.get(entry.spiffeId)
    together?.push(entry)
    const entries: [KeptEntry, ...KeptEntry[]] = together ?? [entry]
    gathered.set(entry.spiffeId, entries)
    if (entries.length < (expected.get(entry.spiffeId) ?? 0)) continue
    gathered.delete(entry.spiffeId)
    yield* spireRecords(entries)
  }
}

function refusePage(mark: JsonItem): void {
  if (parseItem(z.string().nullable(), mark)) throw invalidFile('says that this is only one page of the entries: export all of them', mark.place)
}

function admit({ spiffeId }: KeptEntry, trustDomain: string | null, item: JsonItem): void {
  const own = parseSpiffeId(spiffeId)?.trustDomain
  if (own !== trustDomain) throw invalidFile(`belongs to the trust domain ${own}, but this system is ${trustDomain}`, item.placeOf(['spiffe_id']))
}

function keptEntry(entry: SpireEntry): KeptEntry {
  return {
    id: entry.id,
    spiffeId: entry.spiffe_id,
    parentId: entry.parent_id,
    selectors: [...new Set(entry.selectors.map(selectorText))],
    x509TtlSeconds: entry.x509_svid_ttl ?? entry.ttl,
    jwtTtlSeconds: entry.jwt_svid_ttl,
    federatesWith: entry.federates_with ?? [],
    dnsNames: entry.dns_names ?? [],
    hint: entry.hint ?? null,
    admin: entry.admin ?? false,
    downstream: entry.downstream ?? false,
    createdAt: entry.created_at?.toISOString() ?? null,
    expiresAt: entry.expires_at?.toISOString() ?? null,
  }
}
