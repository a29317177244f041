import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { countIndependently, nonZero, PYTHON_IS_HERE, REAL_EXPORTS } from '../testing/count-independently.ts'
import { KUBERNETES_OBJECTS, KUBERNETES_YAML } from '../testing/kubernetes-samples.ts'
import { ofType, readAll, refusalOf } from '../testing/read-all.ts'
import { kubernetesJson } from './kubernetes-json.ts'
import { kubernetesYaml } from './kubernetes-yaml.ts'

const list = (items: unknown[], more: object = {}) => JSON.stringify({ apiVersion: 'v1', items, kind: 'List', ...more })
const read = (items: unknown[], scope?: string, more: object = {}) => readAll(kubernetesJson, list(items, more), { scope })
const yaml = (text: string, chunk = 7) => readAll(kubernetesYaml, text, { chunk })
const without = (kind: string) => KUBERNETES_OBJECTS.filter((object) => object.kind !== kind)

describe('the objects of a cluster', () => {
  it('become service accounts with their rights, tokens and clouds', async () => {
    const { records, summary } = await read(KUBERNETES_OBJECTS)
    expect(summary).toMatchObject({ scope: '74d92f6d-b09e-44ca-9914-55442e0da9f0', counts: { ServiceAccount: 2, ClusterRole: 1, ClusterRoleBinding: 1 } })
    expect(ofType(records, 'identity').map(({ externalId, privileged }) => [externalId, privileged])).toEqual([
      ['system:serviceaccount:kube-system:default', false],
      ['system:serviceaccount:shop:api', true],
    ])
    expect(ofType(records, 'credential').some(({ kind }) => kind === 'api_key')).toBe(true)
    expect(ofType(records, 'note')).toMatchObject([{ code: 'left_out', text: expect.stringMatching(/^1 objects of kinds/) }])
  })

  it.each([
    ['with an object without a kind', [{ metadata: {} }], /items\[0\]\.kind is missing: each object must say its kind/],
    [
      'with a name that Kubernetes gives to nothing',
      [{ kind: 'ServiceAccount', metadata: { name: 'A B', namespace: 'x' } }],
      /items\[0\]\.metadata\.name Is not a name/,
    ],
    [
      'with one object twice, differently',
      [KUBERNETES_OBJECTS[1], { ...KUBERNETES_OBJECTS[1], automountServiceAccountToken: false }],
      /says something else about ServiceAccount kube-system\/default/,
    ],
  ])('are refused %s', async (_case, items, message) => {
    expect(await refusalOf(read(items))).toMatch(message)
  })

  it.each([
    ['without roles', without('ClusterRole'), 'ClusterRole'],
    ['without bindings of the cluster', without('ClusterRoleBinding'), 'ClusterRoleBinding'],
    ['without bindings of namespaces', without('RoleBinding'), 'RoleBinding'],
    [
      'of some namespaces only',
      KUBERNETES_OBJECTS.filter(({ kind, metadata }) => kind !== 'ServiceAccount' || metadata.namespace !== 'kube-system'),
      'ServiceAccount of kube-system',
    ],
  ])('add to the register, but say nothing of what is gone %s', async (_case, items, lacking) => {
    const { records, summary } = await read(items)
    expect(summary?.covers).toEqual({ identityKinds: [], credentialKinds: [], entitlements: false, privilege: false })
    expect(ofType(records, 'note').find(({ externalId }) => externalId === 'left-out/part')?.text).toContain(`holds no ${lacking},`)
  })

  it('tell which tokens are gone only where Secrets were listed', async () => {
    const secret = { apiVersion: 'v1', kind: 'Secret', type: 'Opaque', metadata: { name: 'x', namespace: 'shop' }, data: { password: 'c2VjcmV0' } }
    expect((await read(KUBERNETES_OBJECTS)).summary?.covers).toMatchObject({
      identityKinds: ['service_account', 'user'],
      credentialKinds: [],
      entitlements: true,
    })
    const { records, summary } = await read([...KUBERNETES_OBJECTS, secret])
    expect(summary?.covers).toMatchObject({ credentialKinds: ['api_key'] })
    expect(JSON.stringify(records)).not.toContain('c2VjcmV0')
  })

  it('are refused as one page of a list, and as another cluster than the system', async () => {
    expect(await refusalOf(read(KUBERNETES_OBJECTS, undefined, { metadata: { continue: 'abc' } }))).toMatch(/only one page/)
    expect(await refusalOf(read(KUBERNETES_OBJECTS, 'other'))).toMatch(/but this system is other/)
  })
})

describe('manifests', () => {
  it('are read document by document, lists in them too', async () => {
    const { records, summary } = await yaml(KUBERNETES_YAML)
    expect(summary?.counts).toEqual({ ServiceAccount: 1, Role: 1, RoleBinding: 1 })
    expect(ofType(records, 'entitlement')).toMatchObject([{ identityExternalId: 'system:serviceaccount:shop:api', resource: 'shop/configmaps', action: 'get' }])
  })

  it('may use anchors, in measure', async () => {
    const { summary } = await yaml('apiVersion: v1\nkind: ServiceAccount\nmetadata: {name: &n api, namespace: *n}\n')
    expect(summary?.counts).toEqual({ ServiceAccount: 1 })
    const laughs = [
      'a: &a [x,x,x,x,x,x,x,x,x]',
      ...'bcdefghi'.split('').map((key, index) => `${key}: &${key} [${Array(9).fill(`*${'abcdefgh'[index]}`).join(',')}]`),
    ].join('\n')
    expect(await refusalOf(yaml(`apiVersion: v1\nkind: Pod\n${laughs}\n`))).toMatch(/aliases that cannot be resolved, or with too many \(line 1/)
  })

  it.each([
    [
      'a wrong value',
      'apiVersion: v1\nkind: ServiceAccount\nmetadata:\n  name: api\n  namespace: [x]\n',
      /metadata\.namespace must be text, but is a list \(line 5, column 14/,
    ],
    [
      'a wrong value in the second document',
      '# é\na: 1\nkind: X\n---\nkind: ServiceAccount\nmetadata:\n  name: 7\n  namespace: x\n',
      /\[1\]\.metadata\.name must be text, but is the number 7 \(line 7, column 9, byte 61\)/,
    ],
    ['a broken document', 'kind: X\n---\na: [1\n', /is not valid YAML here \(line [34]/],
    ['a key twice', 'kind: X\nkind: Y\n', /stands twice in one mapping \(line 2, column 1/],
    ['an anchor that is not there', 'kind: *x\n', /is not valid YAML here|aliases that cannot be resolved/],
    ['a list', '- 1\n', /must be an object of Kubernetes/],
    ['nothing', '# nothing\n---\n...\n', /holds no service accounts, roles or bindings/],
    ['nesting without end', `a: ${'['.repeat(50_000)}`, /nested too deep|not valid YAML/],
  ])('with %s are refused with the place', async (_case, text, message) => {
    expect(await refusalOf(yaml(text, 4_096))).toMatch(message)
  })

  it('of more than 4 MB in one document are refused, however many documents there may be', async () => {
    expect(await refusalOf(yaml(`kind: X\na: ${'x'.repeat(4_200_000)}\n`, 65_536))).toMatch(/more than 4 MB here/)
    const many = Array.from({ length: 300 }, (_, index) => `kind: ServiceAccount\nmetadata: {name: a${index}, namespace: x}\n`).join('---\n')
    expect((await yaml(many, 65_536)).summary?.counts).toEqual({ ServiceAccount: 300 })
  })
})

const CAPTURES = ['cluster', 'namespaced'].map((name) => `${REAL_EXPORTS}_own-captures/kubernetes-1.20.2/${name}.json`)
const MANIFESTS = `${REAL_EXPORTS}kube-prometheus-rbac/`
const available = PYTHON_IS_HERE && [...CAPTURES, MANIFESTS].every((path) => existsSync(path))

describe.skipIf(!available)('a real export', () => {
  it('of a cluster holds what an independent script counts in it', async () => {
    const items = CAPTURES.flatMap((path): unknown[] => JSON.parse(readFileSync(path, 'utf8')).items)
    const counted = countIndependently('count_kubernetes.py', list(items))
    const { records, summary } = await read(items)
    const { boundServiceAccounts, missingServiceAccounts, ...objects } = counted
    expect(summary?.counts).toEqual(nonZero(objects))
    const accounts = ofType(records, 'identity').filter(({ attributes }) => attributes['kind'] === 'service_account')
    expect(accounts).toHaveLength(counted['ServiceAccount'] ?? 0)
    expect(missingServiceAccounts).toBe(
      Number(
        /^(\d+) service accounts that bindings name/.exec(
          ofType(records, 'note').find(({ externalId }) => externalId === 'service-accounts-missing')?.text ?? '',
        )?.[1] ?? 0,
      ),
    )
    expect(boundServiceAccounts).toBeLessThanOrEqual(accounts.length)
  })

  it('of manifests holds what an independent script counts in it', async () => {
    const text = readdirSync(MANIFESTS)
      .filter((name) => name.endsWith('.yaml'))
      .map((name) => readFileSync(MANIFESTS + name, 'utf8'))
      .join('\n---\n')
    const counted = countIndependently('count_kubernetes.py', text)
    const { records, summary } = await yaml(text, 65_536)
    const { boundServiceAccounts, missingServiceAccounts: _missing, ...objects } = counted
    expect(summary?.counts).toEqual(nonZero(objects))
    expect(summary?.counts['ServiceAccount']).toBeGreaterThan(5)
    const holders = new Set(ofType(records, 'entitlement').map(({ identityExternalId }) => identityExternalId))
    expect(holders.size).toBe(boundServiceAccounts)
  })
})
