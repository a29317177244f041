import { describe, expect, it } from 'vitest'
import { detectFormat } from '../detect-format.ts'
import { countIndependently } from '../testing/count-independently.ts'
import { bytesOf, ofType, readAll } from '../testing/read-all.ts'
import { fixture, inCamelCase, REAL_EXPORTS_ARE_HERE, recordedBodies } from '../testing/unwrap-data.ts'

if (!REAL_EXPORTS_ARE_HERE) console.info('Counts of real GCP exports are not compared: python3 or ../shared/data is not here')

const RECORDING = 'jupiterone-gcp/fetchIamServiceAccounts.json'
const recorded = (url: RegExp) => JSON.stringify(recordedBodies(RECORDING, url)[0])
/** `gcloud iam service-accounts keys list` for each account, put into one list. */
const allKeys = () => JSON.stringify(recordedBodies(RECORDING, /\/keys(\?|$)/).flatMap((body) => (body as { keys: unknown[] }).keys))

// The bindings were taken with a Python client, which names members in its own way and wraps the answer with the project.
const FILES: [name: string, kind: string, content: () => string][] = [
  ['recorded accounts', 'gcp-service-accounts', () => recorded(/\/serviceAccounts(\?|$)/)],
  ['recorded keys of one account', 'gcp-service-account-keys', () => recorded(/compute@.*\/keys/)],
  ['recorded keys of all accounts', 'gcp-service-account-keys', allKeys],
  ['accounts of the API', 'gcp-service-accounts', () => JSON.stringify(fixture('gcp.iam', 'LIST_SERVICE_ACCOUNTS_RESPONSE'))],
  ['accounts of Cloud Asset Inventory', 'gcp-service-accounts', () => JSON.stringify(fixture('gcp.iam', 'CAI_SERVICE_ACCOUNTS_RESPONSE'))],
  ['accounts as gcloud lists them', 'gcp-service-accounts', () => JSON.stringify(fixture('gcp.policy_bindings', 'MOCK_IAM_SERVICE_ACCOUNTS'))],
  ['keys of the API', 'gcp-service-account-keys', () => JSON.stringify(fixture('gcp.iam', 'LIST_SERVICE_ACCOUNT_KEYS_RESPONSE'))],
  ['effective policies', 'gcp-iam-policies', () => JSON.stringify(inCamelCase(fixture('gcp.policy_bindings', 'MOCK_POLICY_BINDINGS_RESPONSE')))],
  ['inherited policies', 'gcp-iam-policies', () => JSON.stringify(inCamelCase(fixture('gcp.policy_bindings', 'MOCK_INHERITED_POLICY_BINDINGS_RESPONSE')))],
]

describe.skipIf(!REAL_EXPORTS_ARE_HERE)('a real GCP export', () => {
  it.each(FILES)('holds what an independent script counts in it: %s', async (_name, kind, content) => {
    const text = content()
    const { format } = await detectFormat(bytesOf(text))
    expect(format.kind).toBe(kind)
    const { records, summary } = await readAll(format, text)
    const identities = ofType(records, 'identity')
    const keys = ofType(records, 'credential')
    const counted = countIndependently('count_gcp.py', text)
    const held: Record<string, number> = {
      serviceAccounts: identities.length,
      disabled: identities.filter(({ enabled }) => !enabled).length,
      userManagedKeys: keys.length,
      neverExpiring: keys.filter(({ expiresAt }) => expiresAt === null).length,
      systemManagedKeys: summary?.counts['systemManagedKeys'] ?? 0,
      bindings: summary?.counts['bindings'] ?? 0,
      serviceAccountBindings: ofType(records, 'entitlement').filter(({ identityExternalId }) => !identityExternalId.startsWith('user:')).length,
      publicGrants: ofType(records, 'note').filter(({ code }) => code === 'public_grant').length,
      trusts: ofType(records, 'trust').length,
    }
    expect(Object.fromEntries(Object.keys(counted).map((key) => [key, held[key]]))).toEqual(counted)
  })
})
