import { describe, expect, it } from 'vitest'
import { detectFormat } from '../detect-format.ts'
import { countIndependently, countRecords, nonZero } from '../testing/count-independently.ts'
import { bytesOf, ofType, readAll, refusalOf } from '../testing/read-all.ts'
import { fixture, inCamelCase, REAL_EXPORTS_ARE_HERE, recordedBodies } from '../testing/unwrap-data.ts'
import { entraGraph } from './graph.ts'

if (!REAL_EXPORTS_ARE_HERE) console.info('Counts of real Entra exports are not compared: python3 or ../shared/data is not here')

const PRINCIPALS = 'jupiterone-azure/ad-service-principals.json'
const pages = () => recordedBodies(PRINCIPALS, /\/servicePrincipals/) as { value: { id: string; appId: string }[] }[]
const applications = () => recordedBodies('jupiterone-azure/rm-azure-application.json', /\/applications/)[0]
// These fixtures were taken with a Python client, which names members in its own way.
const fixtures = (name: string) => inCamelCase(fixture('microsoft.entra.applications', name)) as unknown[]
const assignments = () => inCamelCase(fixture('azure.rbac', 'AZURE_ROLE_ASSIGNMENTS')) as unknown[]

const FILES: [name: string, kind: string, content: () => unknown][] = [
  ['recorded pages of service principals, with those of applications', 'entra-graph', () => [...pages(), applications()]],
  ['recorded service principals as one list', 'entra-graph', () => pages().flatMap(({ value }) => value)],
  ['recorded applications', 'entra-applications', applications],
  [
    'the same as AzureHound writes them',
    'entra-azurehound',
    () => ({
      data: pages().flatMap(({ value }) =>
        value.map((data) => ({ kind: 'AZServicePrincipal', data: { ...data, id: data.id.toUpperCase(), appId: data.appId.toUpperCase() } })),
      ),
      meta: { type: 'azure' },
    }),
  ],
  [
    'principals, applications, assignments and Azure roles of fixtures',
    'entra-graph',
    () => ['MOCK_SERVICE_PRINCIPALS_DICT', 'MOCK_ENTRA_APPLICATIONS_DICT', 'MOCK_APP_ROLE_ASSIGNMENTS_DICT'].flatMap(fixtures).concat(assignments()),
  ],
]

describe.skipIf(!REAL_EXPORTS_ARE_HERE)('a real Entra export', () => {
  it.each(FILES)('holds what an independent script counts in it: %s', async (_name, kind, content) => {
    const text = JSON.stringify(content())
    const { format } = await detectFormat(bytesOf(text))
    expect(format.kind).toBe(kind)
    const { records } = await readAll(format, text)
    const credentials = ofType(records, 'credential')
    const ofKind = (wanted: string) => credentials.filter((one) => one.kind === wanted).length
    const held = {
      ...countRecords(records),
      secrets: ofKind('oauth_client_secret'),
      certificates: ofKind('x509_certificate'),
      federatedTrusts: ofKind('federated_trust'),
    }
    expect(nonZero(held)).toEqual(nonZero(countIndependently('count_entra.py', text)))
    const keys = records.map((record) => `${record.type} ${'identityExternalId' in record ? record.identityExternalId : ''} ${record.externalId}`)
    expect(new Set(keys).size).toBe(keys.length)
  })

  it('tells the tenant by its own applications, and those of Microsoft from them', async () => {
    const { records, summary } = await readAll(entraGraph, JSON.stringify(pages()))
    expect(summary?.scope).toBe('19ae0f99-6fc6-444b-bd54-97504efc66ad')
    const classes = ofType(records, 'identity').map((one) => one.class)
    expect(classes.filter((one) => one === 'saas_connector')).toHaveLength(188) // 187 of Microsoft, 1 social identity provider
    expect(classes.filter((one) => one === 'workload')).toHaveLength(12)
    expect(classes.filter((one) => one === 'service_account')).toHaveLength(17)
  })

  it('is refused where it is the first page of three', async () => {
    const [first] = pages()
    expect(await refusalOf(readAll(entraGraph, JSON.stringify(first)))).toMatch(/only one page.*line 1/)
    expect(await refusalOf(readAll(entraGraph, JSON.stringify(pages().slice(0, 2))))).toMatch(/^\[1\] .*only one page/)
  })
})
