import type { DiscoveredRecordInput } from '../../discovered.ts'
import type { ImportContext, ImportFormat } from '../import-format.ts'
import { jsonOutline } from '../json-outline.ts'
import { readJsonItems } from '../read-json-items.ts'
import { recordBatches } from '../record-batches.ts'
import { ROLE_KINDS } from './role-records.ts'
import { VaultReading } from './vault-reading.ts'

/** Answers of Vault's or OpenBao's API about who may sign in, put together as docs/guides/import-vault.md shows, or as a recording of requests. */
export const vaultDump: ImportFormat = {
  kind: 'vault-dump',
  title: 'Vault or OpenBao answers as JSON',
  origin: 'vault read and vault list -format=json, put together as the guide on Vault shows',
  covers: {
    identityKinds: [...ROLE_KINDS, 'vault_entity', 'vault_token'],
    credentialKinds: ['password', 'api_key', 'x509_certificate', 'federated_trust'],
    entitlements: true,
    privilege: true,
    trusts: true,
  },
  detect(head) {
    const outline = jsonOutline(head)
    if (outline?.root !== 'list') return false
    if (outline.keys.includes('path')) return outline.keys.includes('data') && /"path"\s*:\s*"\/?(sys|auth|identity)\//.test(head)
    return (
      outline.keys.includes('url') &&
      outline.keys.includes('body') &&
      /\/v1\/(sys\/(auth|mounts|internal\/ui\/mounts|policies\/acl|health)|auth\/token\/)/.test(head)
    )
  },
  parse: (bytes, context) => recordBatches(readDump(bytes, context)),
}

/**
 * What an entry means is known only with the mounts and policies, which may come last: roles, entities and tokens wait, deflated.
 * Memory: about 100 bytes a waiting entry and 400 for its path, and the rules of all policies.
 */
async function* readDump(bytes: AsyncIterable<Uint8Array>, context: ImportContext): AsyncGenerator<DiscoveredRecordInput, void, undefined> {
  const reading = new VaultReading(context)
  for await (const item of readJsonItems(bytes, { lists: [''] })) reading.take(item)
  yield* reading.finish()
}
