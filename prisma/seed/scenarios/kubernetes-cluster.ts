import type { Environment, IdentityClass } from '#lib/core/identity-class.ts'
import type { Principal, SampleCredential, SampleEntitlement, SampleSystem } from '../estate.ts'
import type { Team } from '../people.ts'
import { SERVICES } from './services.ts'

const CLUSTER_ADMIN = 'ClusterRoleBinding to cluster-admin'
const binding = (role: string, action: string, resource: string, namespace?: string): SampleEntitlement => ({
  resource: namespace ? `${namespace}/${resource}` : resource,
  resourceKind: namespace ? 'namespaced resource' : 'cluster resource',
  action,
  via: `${namespace ? 'RoleBinding' : 'ClusterRoleBinding'} ${role}`,
})

type Given = Pick<Principal, 'team' | 'purpose' | 'class'> & {
  environment?: Environment
  because: string
  privileged?: string | null
  credentials?: readonly SampleCredential[]
  entitlements: readonly SampleEntitlement[]
}

function serviceAccount(
  namespace: string,
  name: string,
  { because, environment = 'production', privileged = null, credentials = [], ...given }: Given,
): Principal {
  return {
    externalId: `system:serviceaccount:${namespace}:${name}`,
    name: `${namespace}/${name}`,
    environment,
    classReason: because,
    privileged,
    credentials,
    ...given,
    attributes: { kind: 'ServiceAccount', namespace, cluster: 'prod-eu-1', labels: { team: given.team } },
  }
}

const services = SERVICES.map(({ name, team, does }) =>
  serviceAccount(name, `${name}-api`, {
    team,
    purpose: `Runs the API of ${name}, which ${does}`,
    class: 'workload',
    because: 'Pods of a Deployment run as it',
    entitlements: [binding(`${name}-api`, 'get, list, watch', 'configmaps', name)],
  }),
)
const consumers = SERVICES.filter((_, index) => index % 3 === 0).map(({ name, team }) =>
  serviceAccount(name, `${name}-worker`, {
    team,
    purpose: `Works off the queue of ${name} in the background`,
    class: 'workload',
    because: 'Pods of a Deployment run as it',
    entitlements: [binding(`${name}-worker`, 'get, list', 'secrets', name)],
  }),
)
const staging = SERVICES.slice(0, 10).map(({ name, team }) =>
  serviceAccount('staging', `${name}-api`, {
    team,
    purpose: `Runs ${name} for testing before a release`,
    class: 'workload',
    environment: 'staging',
    because: 'Pods of a Deployment run as it',
    entitlements: [binding(`${name}-api`, 'get, list, watch', 'configmaps', 'staging')],
  }),
)

const PLATFORM: readonly [namespace: string, name: string, does: string, privileged?: string][] = [
  ['argocd', 'argocd-application-controller', 'Brings the cluster to what stands in Git', CLUSTER_ADMIN],
  ['cert-manager', 'cert-manager', 'Renews the certificates of the ingresses', 'may read and write every secret'],
  ['external-secrets', 'external-secrets', 'Copies secrets from the vault into the cluster', 'may read and write every secret'],
  ['kyverno', 'kyverno-admission', 'Refuses what breaks the rules of the platform'],
  ['velero', 'velero', 'Backs up the cluster every night', CLUSTER_ADMIN],
  ['monitoring', 'prometheus', 'Reads the metrics of every pod'],
  ['monitoring', 'grafana-agent', 'Sends metrics and logs to the dashboards'],
  ['logging', 'fluent-bit', 'Ships the logs of every node'],
  ['ingress', 'ingress-nginx', 'Routes requests into the cluster', 'may read every secret'],
  ['kube-system', 'cluster-autoscaler', 'Adds and removes nodes'],
  ['kube-system', 'metrics-server', 'Measures what pods use'],
  ['trivy', 'trivy-operator', 'Scans images for known weaknesses'],
  ['default', 'tiller', 'Was the server of Helm 2', CLUSTER_ADMIN],
]
const platform = PLATFORM.map(([namespace, name, does, privileged]) =>
  serviceAccount(namespace, name, {
    team: namespace === 'trivy' || namespace === 'kyverno' ? 'Security' : 'Platform',
    purpose: does,
    class: 'workload',
    because: 'A controller of the cluster runs as it',
    ...(privileged ? { privileged } : {}),
    credentials: name === 'tiller' ? [{ kind: 'api_key', name: 'tiller-token-x7k2p', habit: 'forgotten' }] : [],
    entitlements: [
      binding(name, privileged === CLUSTER_ADMIN ? '*' : 'get, list, watch', privileged === CLUSTER_ADMIN ? '*' : 'pods'),
      ...(privileged && privileged !== CLUSTER_ADMIN ? [binding(name, 'get, list, update', 'secrets')] : []),
    ],
  }),
)

const RUNNERS: readonly [name: string, privileged: string | undefined][] = [
  ['arc-runner-shop', undefined],
  ['arc-runner-payments', undefined],
  ['gitlab-runner-old', CLUSTER_ADMIN],
  ['tekton-release', 'may create pods in every namespace'],
]
const runners = RUNNERS.map(([name, privileged]) =>
  serviceAccount('ci', name, {
    team: 'Platform',
    purpose: `Runs builds and releases as ${name}`,
    class: 'ci_runner',
    because: 'Its name speaks of a build or deployment',
    ...(privileged ? { privileged } : {}),
    credentials: [{ kind: 'api_key', name: `${name}-token`, habit: name.endsWith('old') ? 'forgotten' : 'rotated' }],
    entitlements: [binding(name, 'create, delete, get, list', 'pods', 'ci'), ...(privileged ? [binding(name, '*', '*')] : [])],
  }),
)

const AGENTS: readonly [namespace: string, name: string, team: Team, does: string, privileged?: string][] = [
  ['agents', 'incident-copilot', 'Platform', 'Agent that reads logs and proposes a first answer to alarms', 'may exec into pods of every namespace'],
  ['agents', 'order-support-agent', 'Storefront', 'Agent that answers questions of customers about their orders'],
  ['agents', 'sql-analyst-agent', 'Data', 'Agent that turns questions of the business into queries'],
]
const agents = AGENTS.map(([namespace, name, team, does, privileged]) =>
  serviceAccount(namespace, name, {
    team,
    purpose: does,
    class: 'ai_agent',
    because: 'Its name speaks of an agent',
    ...(privileged ? { privileged } : {}),
    credentials: [{ kind: 'federated_trust', name: 'cluster issuer', habit: 'rotated' }],
    entitlements: [binding(name, 'get, list', 'pods, pods/log'), ...(privileged ? [binding(name, 'create', 'pods/exec')] : [])],
  }),
)

function certified(name: string, identityClass: IdentityClass, given: Pick<Principal, 'purpose' | 'classReason' | 'privileged' | 'entitlements'>): Principal {
  return {
    externalId: name,
    name,
    class: identityClass,
    team: 'Platform',
    environment: 'production',
    attributes: { kind: 'User', cluster: 'prod-eu-1' },
    credentials: [{ kind: 'x509_certificate', name: `CN=${name}`, habit: 'ending' }],
    ...given,
  }
}

const nodes = Array.from({ length: 10 }, (_, index) => `system:node:ip-10-20-${index % 3}-${17 + index * 11}`).map((name) =>
  certified(name, 'server', {
    purpose: 'Node of the production cluster: runs the pods that are placed on it',
    classReason: 'Its group is system:nodes',
    privileged: null,
    entitlements: [binding('system:node', 'get, list, watch, update', 'nodes, pods')],
  }),
)
const admins = ['kubernetes-admin', 'karin.holm', 'diego.ramos'].map((name) =>
  certified(name, 'human_admin', {
    purpose: `Administers the cluster as ${name} when single sign-on is down`,
    classReason: 'Its group is system:masters',
    privileged: 'group system:masters',
    entitlements: [binding('cluster-admin', '*', '*')],
  }),
)

const reads = { action: 'get', resource: 'configmaps' }
export const kubernetesCluster: SampleSystem = {
  key: 'kubernetes',
  kind: 'kubernetes',
  name: 'Kubernetes prod-eu-1',
  environment: 'production',
  settings: { cluster: 'prod-eu-1' },
  connectedDaysAgo: 78,
  lastUseKnown: 'logs',
  deeds: {
    workload: [reads, { action: 'watch', resource: 'endpoints' }],
    ci_runner: [
      { action: 'create', resource: 'pods' },
      { action: 'delete', resource: 'pods' },
    ],
    ai_agent: [
      { action: 'list', resource: 'pods' },
      { action: 'get', resource: 'pods/log' },
    ],
    server: [{ action: 'update', resource: 'nodes/status' }],
    human_admin: [{ action: 'patch', resource: 'deployments' }, reads],
  },
  principals: [...services, ...consumers, ...staging, ...platform, ...runners, ...agents, ...nodes, ...admins],
}
