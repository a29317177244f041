import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { DiscoveredRecord } from '#lib/systems/discovered.ts'
import { discoveryConformance } from '#lib/systems/testing/conformance-discovery.ts'
import { type ApiObject, type KubernetesApi, startKubernetesApi } from '#lib/testing/kubernetes-api.ts'
import { skipUnlessShared } from '#lib/testing/shared.ts'
import { testAuthority } from '#lib/testing/test-certificates.ts'
import { kubernetesDriver } from './kubernetes.ts'

const claims = (sub: string) => Buffer.from(JSON.stringify({ sub })).toString('base64url')
const TOKEN = `eyJhbGciOiJSUzI1NiJ9.${claims('system:serviceaccount:tenure:tenure')}.c2lnbmF0dXJl`
const UID = '2f0b1c1e-5a52-4f0e-9f37-0c7a4b1d9e11'
const SECRET = 'bm90LWZvci1hbnlib2R5LWVsc2U='

const object = (kind: string, namespace: string | null, name: string, given: object = {}): ApiObject => {
  const { metadata = {}, ...rest } = given as { metadata?: object }
  return { kind, metadata: { name, ...(namespace === null ? {} : { namespace }), uid: `${kind}-${name}`, ...metadata }, ...rest }
}
const OBJECTS: ApiObject[] = [
  object('Namespace', null, 'kube-system', { metadata: { uid: UID } }),
  ...['api', 'billing', 'default', 'web', 'worker'].map((name) => object('ServiceAccount', 'shop', name)),
  object('ClusterRole', null, 'read-secrets', { rules: [{ verbs: ['get'], apiGroups: [''], resources: ['secrets'] }] }),
  object('ClusterRoleBinding', null, 'billing', {
    subjects: [{ kind: 'ServiceAccount', namespace: 'shop', name: 'billing' }],
    roleRef: { kind: 'ClusterRole', name: 'read-secrets' },
  }),
  object('Secret', 'shop', 'api-token', {
    type: 'kubernetes.io/service-account-token',
    metadata: { annotations: { 'kubernetes.io/service-account.name': 'api' } },
    data: { token: SECRET },
  }),
  object('Secret', 'shop', 'database', { type: 'Opaque', data: { password: SECRET } }),
  object('Pod', 'shop', 'worker-1', { spec: { serviceAccountName: 'worker', containers: [{ env: [{ value: SECRET }] }] } }),
]

async function readAll(settings: Record<string, unknown>): Promise<DiscoveredRecord[]> {
  const connection = kubernetesDriver.connect(settings)
  try {
    const records: DiscoveredRecord[] = []
    for await (const batch of kubernetesDriver.discover(connection)) records.push(...batch.map((record) => DiscoveredRecord.parse(record)))
    return records
  } finally {
    await connection.close()
  }
}
async function report(settings: Record<string, unknown>) {
  const connection = kubernetesDriver.connect(settings)
  try {
    return await kubernetesDriver.test(connection)
  } finally {
    await connection.close()
  }
}
const settingsOf = ({ url, authority, token }: KubernetesApi) => ({ url, caCertificate: authority.certificate, token })
const count = (records: DiscoveredRecord[], type: DiscoveredRecord['type']) => records.filter((record) => record.type === type).length

discoveryConformance('Kubernetes API', async () => {
  const api = await startKubernetesApi(OBJECTS, TOKEN)
  return {
    driver: kubernetesDriver,
    settings: { ...settingsOf(api), readSecrets: 'yes', pageSize: 2 },
    unreachable: { ...settingsOf(api), url: 'https://127.0.0.1:1' },
    secrets: [SECRET],
    expects: ['system:serviceaccount:shop:api', 'system:serviceaccount:shop:worker'],
    stop: api.stop,
  }
})

describe('a Kubernetes API', () => {
  let api: KubernetesApi
  beforeAll(async () => {
    api = await startKubernetesApi(OBJECTS, TOKEN)
  })
  afterAll(() => api.stop())

  test('is read page by page, with the id of the cluster, what runs as whom, and the metadata of token Secrets alone', async () => {
    api.requests.length = 0
    const records = await readAll({ ...settingsOf(api), readSecrets: 'yes', pageSize: 2 })
    expect(records.find((record) => record.type === 'identity' && record.name === 'shop/worker')).toMatchObject({
      correlationKeys: [`k8s:${UID}:sa:shop:worker`],
      details: { usedBy: ['Pod worker-1'] },
    })
    expect(records.find((record) => record.type === 'identity' && record.name === 'shop/billing')).toMatchObject({
      privileged: true,
      privilegedReason: 'ClusterRoleBinding billing (ClusterRole read-secrets): may read secrets',
    })
    expect(records.flatMap((record) => (record.type === 'credential' ? [record.attributes['secret']] : []))).toEqual(['api-token'])
    expect(api.requests.filter((request) => request.includes('/serviceaccounts'))).toHaveLength(3)
    expect(api.requests.every((request) => request.startsWith('GET '))).toBe(true)
  })

  test('is not asked for Secrets unless somebody wants it', async () => {
    api.requests.length = 0
    await readAll(settingsOf(api))
    expect(api.requests.filter((request) => request.includes('secrets'))).toEqual([])
  })

  test('is read from the start again when its pages expire, and given up when they always do', async () => {
    const settings = { ...settingsOf(api), pageSize: 2 }
    const whole = await readAll(settings)
    api.behaviour.expire.set('/api/v1/serviceaccounts', 2)
    expect(await readAll(settings)).toEqual(whole)
    api.behaviour.expire.set('/api/v1/serviceaccounts', 100)
    await expect(readAll(settings)).rejects.toMatchObject({ code: 'unavailable', message: expect.stringContaining('expires before it is read') })
    api.behaviour.expire.clear()
    api.behaviour.circle = true
    await expect(readAll(settings)).rejects.toMatchObject({ code: 'unavailable', message: expect.stringContaining('in a circle') })
    api.behaviour.circle = false
  })

  test('that does not show pods is read without them, and says so; one that does not show bindings is not read at all', async () => {
    api.behaviour.deny.add('pods').add('kube-system')
    const records = await readAll(settingsOf(api))
    expect(count(records, 'identity')).toBe(5)
    expect(records.flatMap((record) => (record.type === 'note' ? [`${record.code} ${record.subject}`] : []))).toEqual([
      'not_readable namespaces/kube-system',
      'not_readable pods',
    ])
    expect(await report(settingsOf(api))).toMatchObject({ rights: expect.arrayContaining([expect.objectContaining({ right: 'list pods', held: false })]) })
    api.behaviour.deny.clear()
    api.behaviour.deny.add('rolebindings')
    await expect(readAll(settingsOf(api))).rejects.toMatchObject({ code: 'forbidden', message: expect.stringContaining('/rolebindings') })
    api.behaviour.deny.clear()
  })

  test('takes a client certificate as well', async () => {
    const { certificate: clientCertificate, key: clientKey } = api.authority.issue({ subject: 'CN=tenure', client: true })
    const { url, authority } = api
    const settings = { url, caCertificate: authority.certificate, clientCertificate, clientKey }
    expect(await report(settings)).toMatchObject({ reachable: true, as: 'CN=tenure', serverVersion: 'v1.20.2' })
    expect(count(await readAll(settings), 'identity')).toBe(5)
  })

  test('is not believed without the pinned authority, and tells when it does not believe us', async () => {
    const other = testAuthority('CN=kubernetes')
    expect(await report({ ...settingsOf(api), caCertificate: other.certificate })).toMatchObject({
      reachable: false,
      reason: expect.stringContaining('certificate'),
    })
    const refused = { ...settingsOf(api), token: 'not-the-token' }
    expect(await report(refused)).toMatchObject({ reachable: false, reason: expect.stringContaining('does not accept the credential') })
    await expect(readAll(refused)).rejects.toMatchObject({ code: 'unauthenticated' })
    expect(await report(settingsOf(api))).toMatchObject({ reachable: true, as: 'system:serviceaccount:tenure:tenure' })
  })

  test.each<[string, Record<string, unknown>, string]>([
    ['no way to authenticate', { token: '' }, 'token'],
    ['two ways', { clientCertificate: 'x', clientKey: 'y' }, 'token'],
    ['a certificate without its key', { token: '', clientCertificate: 'x' }, 'clientKey'],
    ['plain HTTP', { url: 'http://127.0.0.1' }, 'url'],
    ['no authority', { caCertificate: '' }, 'caCertificate'],
  ])('is not connected with %s', (_, wrong, field) => {
    const fields = { [field]: expect.any(String) }
    expect(() => kubernetesDriver.connect({ ...settingsOf(api), ...wrong })).toThrow(expect.objectContaining({ code: 'invalid', fields }))
  })
})

const captures = skipUnlessShared('data/_own-captures/kubernetes-1.20.2')
test.skipIf(captures === null)('the objects of a real cluster of 1.20 become records whose counts are those of the files', async () => {
  const read = (name: string) => (JSON.parse(readFileSync(`${captures}/${name}.json`, 'utf8')) as { items: ApiObject[] }).items
  const objects = [...read('cluster'), ...read('namespaced')]
  const api = await startKubernetesApi(objects, TOKEN)
  try {
    api.behaviour.deny.add('kube-system')
    const records = await readAll({ ...settingsOf(api), pageSize: 7 })
    const kinds = records.flatMap((record) => (record.type === 'identity' ? [record.attributes['kind']] : []))
    expect(kinds.filter((kind) => kind === 'service_account')).toHaveLength(objects.filter(({ kind }) => kind === 'ServiceAccount').length)
    const notes = records.flatMap((record) => (record.type === 'note' ? [`${record.code} ${record.subject}`] : []))
    expect(notes).toEqual(expect.arrayContaining(['left_out system:masters', 'left_out service accounts that do not exist', 'public_grant cluster']))
    const named = objects.filter((each) => each.kind === 'ServiceAccount').flatMap((each) => (each['secrets'] as unknown[] | undefined) ?? [])
    expect(count(records, 'credential')).toBe(named.length)
    expect(records.find((record) => record.type === 'identity' && record.name === 'system:kube-controller-manager')).toMatchObject({
      class: 'workload',
      privileged: true,
      privilegedReason: expect.stringContaining('make tokens of service accounts'),
    })
  } finally {
    await api.stop()
  }
})
