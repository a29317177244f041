import { describe, expect, test } from 'vitest'
import { DiscoveredRecord } from '../discovered.ts'
import { KubernetesObject } from './objects.ts'
import { RbacReading } from './rbac-records.ts'

const UID = '2f0b1c1e-5a52-4f0e-9f37-0c7a4b1d9e11'
const META = { uid: 'u', creationTimestamp: '2026-01-02T03:04:05Z' }
const account = (namespace: string, name: string, annotations = {}) => ({ kind: 'ServiceAccount', metadata: { ...META, name, namespace, annotations } })
const clusterRole = (name: string, rules: object[], given: object = {}) => ({ kind: 'ClusterRole', metadata: { ...META, name }, rules, ...given })
const subject = (namespace: string, name: string) => ({ kind: 'ServiceAccount', name, namespace })
const group = (name: string) => ({ kind: 'Group', name, apiGroup: 'rbac.authorization.k8s.io' })
const roleRef = (name: string, kind = 'ClusterRole') => ({ kind, name, apiGroup: 'rbac.authorization.k8s.io' })
const clusterBinding = (name: string, role: string, subjects: object[]) => ({
  kind: 'ClusterRoleBinding',
  metadata: { ...META, name },
  subjects,
  roleRef: roleRef(role),
})
const binding = (namespace: string, name: string, role: string, subjects: object[]) => ({
  kind: 'RoleBinding',
  metadata: { ...META, name, namespace },
  subjects,
  roleRef: roleRef(role),
})
const rule = (verbs: string[], resources: string[], apiGroups = [''], given = {}) => ({ verbs, resources, apiGroups, ...given })

function read(objects: object[]): DiscoveredRecord[] {
  const reading = new RbacReading()
  for (const object of objects) reading.add(KubernetesObject.parse(object))
  return [...reading.records()].map((record) => DiscoveredRecord.parse(record))
}
const of = <Type extends DiscoveredRecord['type']>(records: DiscoveredRecord[], type: Type) =>
  records.filter((record): record is Extract<DiscoveredRecord, { type: Type }> => record.type === type)
const identity = (records: DiscoveredRecord[], name: string) => of(records, 'identity').find((each) => each.name === name)
const held = (records: DiscoveredRecord[], key: string) =>
  of(records, 'entitlement').flatMap((each) => (each.identityExternalId === key ? [`${each.action} on ${each.resource} via ${each.grantedVia}`] : []))

describe('the service accounts of a cluster', () => {
  test('are named in the world by the uid of kube-system, and tell what runs as them', () => {
    const owned = (kind: string, name: string, labels = {}) => ({
      kind: 'Pod',
      metadata: { ...META, name: 'p', namespace: 'shop', labels, ownerReferences: [{ kind, name, controller: true }] },
      spec: { serviceAccountName: 'api', containers: [{ env: [{ value: 'hidden' }] }] },
    })
    const records = read([
      owned('ReplicaSet', 'api-5d9', { 'pod-template-hash': '5d9' }),
      owned('Job', 'report-28391040'),
      account('shop', 'api'),
      { kind: 'Namespace', metadata: { name: 'kube-system', uid: UID } },
    ])
    expect(identity(records, 'shop/api')).toMatchObject({
      externalId: 'system:serviceaccount:shop:api',
      class: 'workload',
      privileged: false,
      correlationKeys: [`k8s:${UID}:sa:shop:api`],
      details: { platform: 'Kubernetes', cluster: UID, namespace: 'shop', usedBy: ['CronJob report', 'Deployment api'] },
      lastUseKnown: 'unknown',
    })
    expect(JSON.stringify(records)).not.toContain('hidden')
  })

  test('hold one right for each resource, with the verbs of all rules on it and the binding that gives it', () => {
    const rules = [
      rule(['get'], ['pods', 'deployments'], ['', 'apps']),
      rule(['delete'], ['pods']),
      rule(['get'], ['configmaps'], [''], { resourceNames: ['info'] }),
    ]
    const records = read([account('shop', 'api'), clusterRole('ops', rules), binding('shop', 'ops', 'ops', [{ kind: 'ServiceAccount', name: 'api' }])])
    const via = 'via RoleBinding shop/ops (ClusterRole ops)'
    expect(held(records, 'system:serviceaccount:shop:api').toSorted()).toEqual([
      `delete, get on shop/pods ${via}`,
      `get on shop/configmaps info ${via}`,
      `get on shop/deployments ${via}`,
      `get on shop/deployments.apps ${via}`,
      `get on shop/pods.apps ${via}`,
    ])
  })

  test('hold a role of very many resources as one right with its rules', () => {
    const wide = clusterRole('wide', [
      rule(
        ['get'],
        Array.from({ length: 60 }, (_, index) => `kind${index}`),
      ),
    ])
    const records = read([account('a', 'x'), wide, clusterBinding('wide', 'wide', [subject('a', 'x')])])
    expect(of(records, 'entitlement')).toMatchObject([{ resource: '*/ClusterRole wide', action: 'get', attributes: { ruleCount: 1 } }])
  })

  test('hold what their groups hold, and everybody holds is told once', () => {
    const records = read([
      account('a', 'x'),
      account('b', 'y'),
      clusterRole('view', [rule(['get'], ['pods'])]),
      clusterBinding('all', 'view', [group('system:serviceaccounts')]),
      binding('a', 'ns', 'view', [group('system:serviceaccounts:a')]),
      clusterBinding('open', 'view', [group('system:unauthenticated')]),
    ])
    expect(held(records, 'system:serviceaccount:a:x')).toEqual([
      'get on a/ClusterRole view via group system:serviceaccounts:a: RoleBinding a/ns (ClusterRole view)',
      'get on */ClusterRole view via group system:serviceaccounts: ClusterRoleBinding all (ClusterRole view)',
    ])
    expect(held(records, 'system:serviceaccount:b:y')).toHaveLength(1)
    expect(of(records, 'note')).toMatchObject([{ code: 'public_grant', text: expect.stringContaining('without authentication') }])
  })

  test('act as the identities of clouds that their annotations name; other annotations are left behind', () => {
    const annotations = {
      'eks.amazonaws.com/role-arn': 'arn:aws:iam::123456789012:role/shop',
      'iam.gke.io/gcp-service-account': 'api@shop.iam.gserviceaccount.com',
      note: 'password=hunter2',
    }
    const records = read([account('shop', 'api', annotations)])
    expect(of(records, 'trust').map((trust) => [trust.kind, trust.principalCorrelationKey])).toEqual([
      ['federate', 'aws:arn:aws:iam::123456789012:role/shop'],
      ['federate', 'gcp:sa:api@shop.iam.gserviceaccount.com'],
    ])
    expect(JSON.stringify(records)).not.toContain('hunter2')
  })

  test('have a token for each Secret of theirs, of which the data is never looked at', () => {
    const secret = (name: string, type: string, labels = {}) => ({
      kind: 'Secret',
      type,
      metadata: { ...META, name, namespace: 'shop', annotations: { 'kubernetes.io/service-account.name': 'api' }, labels },
      data: { token: 'c2VjcmV0' },
    })
    const records = read([
      { ...account('shop', 'api'), secrets: [{ name: 'api-token-x7k2p' }, { name: 'old-token-aaaaa' }] },
      secret('api-token-x7k2p', 'kubernetes.io/service-account-token', { 'kubernetes.io/legacy-token-last-used': '2026-10-24' }),
      secret('other', 'Opaque'),
    ])
    expect(of(records, 'credential')).toMatchObject([
      {
        kind: 'api_key',
        lastUsedAt: new Date('2026-10-24'),
        lastUseKnown: 'logs',
        expiresAt: null,
        fingerprint: null,
        attributes: { secret: 'api-token-x7k2p' },
      },
    ])
    expect(JSON.stringify(records)).not.toContain('c2VjcmV0')
    // Where Secrets were not shown, the account's own list tells
    expect(of(read([{ ...account('shop', 'api'), secrets: [{ name: 'api-token-x7k2p' }, { name: 'pull' }] }]), 'credential')).toHaveLength(1)
  })
})

describe('privilege', () => {
  const cases: [what: string, rules: object[], reason: string | null][] = [
    ['everything', [rule(['*'], ['*'], ['*'])], 'may do everything'],
    ['secrets', [rule(['list'], ['secrets'])], 'may read secrets'],
    ['one secret by name', [rule(['get'], ['secrets'], [''], { resourceNames: ['own'] })], null],
    ['secrets of another group', [rule(['get'], ['secrets'], ['example.com'])], null],
    ['escalate', [rule(['escalate'], ['clusterroles'], ['rbac.authorization.k8s.io'])], 'may give rights that it does not have'],
    ['bind', [rule(['bind'], ['clusterroles'], ['rbac.authorization.k8s.io'], { resourceNames: ['admin'] })], 'may give rights that it does not have'],
    ['impersonate', [rule(['impersonate'], ['users'])], 'may impersonate others'],
    ['tokens', [rule(['create'], ['serviceaccounts/token'])], 'may make tokens'],
    ['exec', [rule(['create'], ['pods/exec'])], 'may run commands in pods'],
    ['exec by subresource', [rule(['create'], ['*/exec'])], 'may run commands in pods'],
    ['pods everywhere', [rule(['create'], ['pods'])], 'may start pods in every namespace'],
    ['reading pods', [rule(['get', 'list', 'watch'], ['pods'])], null],
  ]
  test.each(cases)('%s', (_, rules, reason) => {
    const records = read([account('a', 'x'), clusterRole('r', rules), clusterBinding('b', 'r', [subject('a', 'x')])])
    expect(identity(records, 'a/x')).toMatchObject({
      privileged: reason !== null,
      privilegedReason: reason === null ? null : expect.stringContaining(reason),
      ...(reason === null ? {} : { privilegedConfidence: 'certain' }),
    })
  })

  test('comes with an aggregated role whose rules the controller has not written yet', () => {
    const aggregationRule = { clusterRoleSelectors: [{ matchLabels: { aggregate: 'yes' } }] }
    const part = { kind: 'ClusterRole', metadata: { ...META, name: 'part', labels: { aggregate: 'yes' } }, rules: [rule(['get'], ['secrets'])] }
    const records = read([
      account('a', 'x'),
      part,
      { ...clusterRole('admin', []), rules: null, aggregationRule },
      clusterBinding('b', 'admin', [subject('a', 'x')]),
    ])
    expect(identity(records, 'a/x')).toMatchObject({ privileged: true })
  })

  test('of cluster-admin is known where the role itself was not read, and the gap is told', () => {
    const records = read([account('a', 'x'), clusterBinding('b', 'cluster-admin', [subject('a', 'x')])])
    expect(identity(records, 'a/x')).toMatchObject({ privileged: true, privilegedConfidence: 'likely' })
    expect(of(records, 'note')).toMatchObject([{ code: 'not_readable', subject: 'cluster-admin' }])
  })
})

describe('who may act as whom', () => {
  test('by impersonation or by making tokens, in the reach of the binding', () => {
    const records = read([
      account('a', 'x'),
      account('a', 'y'),
      account('b', 'z'),
      clusterRole('act', [rule(['impersonate'], ['serviceaccounts'])]),
      clusterRole('tokens', [rule(['create'], ['serviceaccounts/token'], [''], { resourceNames: ['z'] })]),
      binding('a', 'act', 'act', [subject('b', 'z')]),
      clusterBinding('tokens', 'tokens', [subject('a', 'x')]),
    ])
    expect(of(records, 'trust').map((trust) => [trust.principalExternalId, trust.kind, trust.identityExternalId])).toEqual([
      ['system:serviceaccount:a:x', 'impersonate', 'system:serviceaccount:b:z'],
      ['system:serviceaccount:b:z', 'impersonate', 'system:serviceaccount:a:x'],
      ['system:serviceaccount:b:z', 'impersonate', 'system:serviceaccount:a:y'],
    ])
  })
})

describe('users, groups and gaps', () => {
  test('a privileged user is an identity, an ordinary one is counted, a privileged group is told', () => {
    const records = read([
      clusterRole('cluster-admin', [rule(['*'], ['*'], ['*'])]),
      clusterRole('view', [rule(['get'], ['pods'])]),
      clusterBinding('admins', 'cluster-admin', [{ kind: 'User', name: 'karin.holm' }, group('ops')]),
      clusterBinding('viewers', 'view', [{ kind: 'User', name: 'diego' }]),
    ])
    expect(of(records, 'identity')).toMatchObject([{ name: 'karin.holm', class: 'human_admin', classConfidence: 'guess', privileged: true }])
    expect(of(records, 'note').map((note) => `${note.code} ${note.subject}`)).toEqual(['left_out ops', 'left_out users'])
  })

  test('an account that only a binding names is taken where none were listed, and told as missing where they were', () => {
    const bound = [clusterRole('view', []), clusterBinding('b', 'view', [subject('a', 'gone')])]
    expect(identity(read(bound), 'a/gone')).toMatchObject({ attributes: { listed: false } })
    const listed = read([...bound, account('a', 'x')])
    expect(identity(listed, 'a/gone')).toBeUndefined()
    expect(of(listed, 'note')).toMatchObject([{ code: 'left_out', text: expect.stringContaining('a/gone') }])
  })

  test('hostile names stay what they are', () => {
    const name = `"><script>'; DROP TABLE identity;--`
    const records = read([clusterRole('cluster-admin', [rule(['*'], ['*'], ['*'])]), clusterBinding('b', 'cluster-admin', [{ kind: 'User', name }])])
    expect(identity(records, name)).toBeDefined()
    expect(KubernetesObject.safeParse(account('a', 'x\u0000')).success).toBe(false)
  })
})
