import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, describe, expect, test } from 'vitest'
import { DAY, shift } from '#lib/core/time.ts'
import { detectFormat } from '#lib/systems/imports/detect-format.ts'
import { REAL_EXPORTS } from '#lib/systems/imports/testing/count-independently.ts'
import { bytesOf } from '#lib/systems/imports/testing/read-all.ts'
import { FORMAT_SAMPLES } from '#lib/systems/imports/testing/samples.ts'
import { FILE_KINDS } from '#lib/systems/system-kinds.ts'
import { NOW, testData } from '#lib/testing/contexts.ts'
import { registerState, syncWorld } from '#lib/testing/sync-world.ts'

const data = await testData()
let now = NOW
const world = await syncWorld(data, () => now)

beforeEach(() => {
  now = shift(now, DAY)
})

const kindOf = (format: string): string => FILE_KINDS.find(({ formats }) => formats.includes(format))?.kind ?? ''

/** Imports a content twice into a new system of the kind that takes it, and answers both runs with what the register held after each. */
async function importTwice(content: string, scope = '') {
  const { format } = await detectFormat(bytesOf(content))
  const system = await world.connect(kindOf(format.kind), scope ? { scope } : {})
  const first = await world.importFile(system, content)
  const after = await registerState(data)
  now = shift(now, DAY)
  const second = await world.importFile(system, content)
  return { first, second, unchanged: JSON.stringify(await registerState(data)) === JSON.stringify(after), after }
}

const nothing = { new: 0, changed: 0, vanished: 0, returned: 0 }

describe('every format comes into the register, and importing it twice changes nothing', () => {
  test.each(FORMAT_SAMPLES.map((each) => [each.format.kind, each] as const))('%s', async (_, { sample, context }) => {
    const { first, second, unchanged } = await importTwice(sample, context?.scope)
    expect(first.problem).toBeNull()
    expect(first.state).toBe('succeeded')
    expect(second.counts).toMatchObject({ identities: nothing, credentials: nothing, entitlements: nothing, trusts: nothing, exposures: nothing })
    expect(unchanged).toBe(true)
  })
})

/** Exports as their vendors' tools wrote them, which need no unwrapping. */
const EXPORTS = [
  '_own-captures/aws-iam-moto-5.2.4/account-authorization-details.json',
  '_own-captures/aws-iam-moto-5.2.4/credential-report.csv',
  '_own-captures/aws-iam-moto-5.2.4/access-keys.json',
  'cloudmapper-demo/iam-get-account-authorization-details.json',
  'cloudmapper-demo/iam-get-credential-report.json',
  'cloudsplaining-authz/example-authz-details.json',
  'cloudsplaining-authz/example_authz_v2.json',
  '_own-captures/kubernetes-1.20.2/cluster.json',
  '_own-captures/kubernetes-1.20.2/namespaced.json',
  '_own-captures/gitleaks-8.26/cg.json',
  '_own-captures/gitleaks-8.26/cg.sarif',
  'gitleaks-reports/baseline.json',
  'gitleaks-reports/csv_simple.csv',
  'gitleaks-reports/json_simple.json',
  'gitleaks-reports/sarif_simple.sarif',
]
const MANIFESTS = join(REAL_EXPORTS, 'kube-prometheus-rbac')

describe.skipIf(!existsSync(REAL_EXPORTS))('every export that lies beside the checkout comes in, and twice changes nothing', () => {
  test.each(EXPORTS)('%s', async (file) => {
    const { first, second, unchanged } = await importTwice(readFileSync(join(REAL_EXPORTS, file), 'utf8'))
    expect(first.problem).toBeNull()
    expect(second.counts).toMatchObject({ identities: nothing, credentials: nothing, entitlements: nothing, trusts: nothing, exposures: nothing })
    expect(unchanged).toBe(true)
  })

  test('the manifests of kube-prometheus, as one file of many documents', async () => {
    const manifests = readdirSync(MANIFESTS)
      .filter((name) => name.endsWith('.yaml'))
      .map((name) => readFileSync(join(MANIFESTS, name), 'utf8'))
    const { first, unchanged } = await importTwice(manifests.join('\n---\n'))
    expect(first.problem).toBeNull()
    expect(unchanged).toBe(true)
  })
})
