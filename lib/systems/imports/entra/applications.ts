import type { DiscoveredRecordInput } from '../../discovered.ts'
import type { ImportContext, ImportFormat } from '../import-format.ts'
import { invalidFile } from '../invalid-file.ts'
import { recordBatches } from '../record-batches.ts'
import { Duplicates } from '../duplicates.ts'
import { parseItem } from '../parse-item.ts'
import { carrierRecords } from './app-credentials.ts'
import { readGraphObjects } from './graph-objects.ts'
import { graphShapeOf } from './graph-shape.ts'
import { applicationIdentity } from './principal-identity.ts'
import { Application } from './graph-schemas.ts'

/** The application registrations of a tenant with their secrets, certificates and federated credentials, on their own. */
export const entraApplications: ImportFormat = {
  kind: 'entra-applications',
  title: 'Entra ID app registrations as Microsoft Graph JSON',
  origin: 'Microsoft Graph /applications, or az ad app list --all',
  covers: { identityKinds: [], credentialKinds: ['oauth_client_secret'], entitlements: false, privilege: false },
  detect: (head) => graphShapeOf(head) === 'applications',
  parse: (bytes, context) => recordBatches(readApplications(bytes, context)),
}

async function* readApplications(bytes: AsyncIterable<Uint8Array>, context: ImportContext): AsyncGenerator<DiscoveredRecordInput, void, undefined> {
  const duplicates = new Duplicates()
  const counts = { applications: 0 }
  for await (const { kind, item } of readGraphObjects(bytes, () => {})) {
    if (kind !== 'application') throw invalidFile('is no application: a file that begins with applications holds nothing else', item.placeOf([]))
    const application = parseItem(Application, item)
    if (duplicates.isRepeat(application.appId, item.value, item.place)) continue
    counts.applications += 1
    yield applicationIdentity(application)
    yield* carrierRecords(application.appId, 'application', application)
  }
  context.onSummary?.({ counts, observedAt: null, scope: context.scope ?? null })
}
