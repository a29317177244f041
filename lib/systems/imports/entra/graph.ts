import type { DiscoveredRecordInput } from '../../discovered.ts'
import type { ImportContext, ImportFormat } from '../import-format.ts'
import { invalidFile } from '../invalid-file.ts'
import { recordBatches } from '../record-batches.ts'
import { EntraReading } from './entra-reading.ts'
import { graphShapeOf } from './graph-shape.ts'
import { readGraphObjects } from './graph-objects.ts'

/** Objects of Microsoft Graph: service principals, and in the same file their applications, grants and assignments. */
export const entraGraph: ImportFormat = {
  kind: 'entra-graph',
  title: 'Entra ID service principals as Microsoft Graph JSON',
  origin: 'Microsoft Graph /servicePrincipals with applications and grants in one file, or az ad sp list --all',
  covers: {
    identityKinds: ['entra_app', 'entra_managed_identity', 'entra_social_idp', 'entra_agent', 'entra_user'],
    credentialKinds: [],
    entitlements: true,
    privilege: true,
  },
  detect: (head) => graphShapeOf(head) === 'directory',
  parse: (bytes, context) => recordBatches(readDirectory(bytes, context)),
}

/** Memory: 1. about 800 bytes a principal (its ids, to find duplicates, and its name); 2. what waits, deflated; 3. applications as they are; 4. one page of at most 16 MB. */
async function* readDirectory(bytes: AsyncIterable<Uint8Array>, context: ImportContext): AsyncGenerator<DiscoveredRecordInput, void, undefined> {
  const reading = new EntraReading(context)
  for await (const { kind, item } of readGraphObjects(bytes, (part) => reading.sawPart(part))) reading.take(kind, item)
  if (reading.servicePrincipals === 0)
    throw invalidFile('holds no service principals, which grants and assignments belong to: put them in the same file', { line: 1, column: 1, byte: 0 })
  yield* reading.finish()
}
