import { kubernetesJson } from '../kubernetes/kubernetes-json.ts'
import { kubernetesYaml } from '../kubernetes/kubernetes-yaml.ts'
import type { FormatSample } from './format-sample.ts'

const made: { creationTimestamp: string; uid: string; namespace?: string } = {
  creationTimestamp: '2026-01-02T03:04:05Z',
  uid: '74d92f6d-b09e-44ca-9914-55442e0da9f0',
}
const rbac = 'rbac.authorization.k8s.io/v1'

/** A small cluster as kubectl lists it. */
export const KUBERNETES_OBJECTS = [
  { apiVersion: 'v1', kind: 'Namespace', metadata: { ...made, name: 'kube-system' } },
  { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { ...made, name: 'default', namespace: 'kube-system' } },
  {
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: { ...made, name: 'api', namespace: 'shop', annotations: { 'eks.amazonaws.com/role-arn': 'arn:aws:iam::123456789012:role/api' } },
    secrets: [{ name: 'api-token-x7k2p' }],
  },
  {
    apiVersion: rbac,
    kind: 'ClusterRole',
    metadata: { ...made, name: 'reader' },
    rules: [{ apiGroups: [''], resources: ['secrets'], verbs: ['get', 'list'] }],
  },
  {
    apiVersion: rbac,
    kind: 'ClusterRoleBinding',
    metadata: { ...made, name: 'api-reads' },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'reader' },
    subjects: [{ kind: 'ServiceAccount', name: 'api', namespace: 'shop' }],
  },
  {
    apiVersion: rbac,
    kind: 'RoleBinding',
    metadata: { ...made, name: 'api-reads-here', namespace: 'shop' },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'reader' },
    subjects: [{ kind: 'ServiceAccount', name: 'api', namespace: 'shop' }],
  },
  { apiVersion: 'v1', kind: 'ConfigMap', metadata: { ...made, name: 'other', namespace: 'shop' } },
]

export const KUBERNETES_YAML = `# what the shop may do
apiVersion: v1
kind: ServiceAccount
metadata:
  name: api
  namespace: shop
  creationTimestamp: null
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleList
items:
- metadata: {name: cm-read, namespace: shop}
  rules:
  - apiGroups: [""]
    resources: [configmaps]
    verbs: [get]
--- # the binding
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {name: api-cm, namespace: shop}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: cm-read}
subjects:
- kind: ServiceAccount
  name: api
  namespace: shop
...
`

export const KUBERNETES_SAMPLES: readonly FormatSample[] = [
  {
    format: kubernetesJson,
    encoding: 'json',
    sample: JSON.stringify({ apiVersion: 'v1', items: KUBERNETES_OBJECTS, kind: 'List', metadata: { resourceVersion: '' } }),
  },
  { format: kubernetesYaml, encoding: 'text', sample: KUBERNETES_YAML },
]
