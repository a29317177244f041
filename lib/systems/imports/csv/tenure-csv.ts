import { CREDENTIAL_KINDS } from '#lib/core/identity-class.ts'
import { DAY, shift } from '#lib/core/time.ts'
import type { DiscoveredRecordInput } from '../../discovered.ts'
import type { Coverage, ImportContext, ImportFormat } from '../import-format.ts'
import { excerpt, invalidFile } from '../invalid-file.ts'
import { readCsvRows } from '../read-csv-rows.ts'
import { recordBatches } from '../record-batches.ts'
import { columnOf, CREDENTIAL_COLUMNS, ENTITLEMENT_COLUMNS } from './csv-columns.ts'
import { CsvHeader, type CsvItem } from './csv-header.ts'
import { CsvIdentities } from './csv-identities.ts'
import { credentialRecord, entitlementRecord, identityRecord } from './csv-records.ts'

const WHOLE: Coverage = { identityKinds: ['csv_identity'], credentialKinds: CREDENTIAL_KINDS, entitlements: true, privilege: true }

/** A spreadsheet of identities, as docs/guides/import-csv.md describes it: all identities of a system, in a row each. */
export const tenureCsv: ImportFormat = {
  kind: 'tenure-csv',
  title: 'Identities as CSV',
  origin: 'docs/guides/import-csv.md',
  covers: WHOLE,
  detect(head) {
    const columns = (/^[^\r\n]*/.exec(head.trimStart())?.[0] ?? '').split(/[,;\t]/).map((heading) => columnOf(heading.replaceAll('"', '')))
    return columns.includes('external_id') && columns.includes('class')
  },
  parse: (bytes, context) => recordBatches(readIdentities(bytes, context)),
}

/** Memory: about 500 bytes for each identity, credential and entitlement, to find what contradicts itself. */
async function* readIdentities(bytes: AsyncIterable<Uint8Array>, context: ImportContext): AsyncGenerator<DiscoveredRecordInput, void, undefined> {
  const counts = { identities: 0, credentials: 0, entitlements: 0 }
  const identities = new CsvIdentities()
  const latestUse = shift(context.now, DAY) // a day of grace for clocks
  let header: CsvHeader | null = null
  for await (const row of readCsvRows(bytes)) {
    if (!header) {
      header = new CsvHeader(row)
      continue
    }
    const item = header.itemOf(row)
    refuseLaterUse(item, latestUse)
    const identity = identities.admit(item)
    if (identity) {
      counts.identities += 1
      yield identityRecord(identity, item.extra)
    }
    const credential = credentialRecord(item.entry)
    if (credential && identities.isNew('credential', credential.externalId, item, CREDENTIAL_COLUMNS)) {
      counts.credentials += 1
      yield credential
    }
    const entitlement = entitlementRecord(item.entry)
    if (entitlement && identities.isNew('permission', entitlement.externalId, item, ENTITLEMENT_COLUMNS)) {
      counts.entitlements += 1
      yield entitlement
    }
  }
  if (!header || counts.identities === 0) throw invalidFile('has no rows below its header', { line: 1, column: 1, byte: 0 })
  context.onSummary?.({ counts, observedAt: null, scope: null, covers: coverageOf(header) })
}

/** What has no column is not spoken of, and stays as it is. */
function coverageOf(header: CsvHeader): Coverage {
  const { identityKinds, credentialKinds } = WHOLE
  return {
    identityKinds,
    credentialKinds: header.has('credential_kind') ? credentialKinds : [],
    entitlements: header.has('resource'),
    privilege: header.has('privileged'),
  }
}

function refuseLaterUse({ entry, placeOf }: CsvItem, latestUse: Date): void {
  for (const column of ['last_used_at', 'credential_last_used_at'] as const) {
    const used = entry[column]
    if (used instanceof Date && used > latestUse)
      throw invalidFile(`lies in the future (${excerpt(used.toISOString())}): it cannot be the last use`, placeOf([column]))
  }
}
