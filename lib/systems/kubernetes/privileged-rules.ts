import { cutText } from '../imports/storable.ts'
import type { PolicyRule } from './objects.ts'

const ESCALATING = ['escalate', 'bind'] as const
const WRITES = ['create', 'update', 'patch', '*']
const STARTS_PODS = ['pods', 'replicationcontrollers', 'deployments', 'daemonsets', 'statefulsets', 'replicasets', 'jobs', 'cronjobs']

const has = (list: readonly string[], ...wanted: string[]) => list.includes('*') || wanted.some((word) => list.includes(word))
const named = (rule: PolicyRule) => rule.resourceNames.length > 0

type Danger = { applies: (rule: PolicyRule, wholeCluster: boolean) => boolean; reason: string }

/** What lets its holder become more than it is (Kubernetes, RBAC Good Practices: privilege escalation risks). A right on objects by name reaches no further than these. */
const DANGERS: readonly Danger[] = [
  {
    applies: (rule) => rule.verbs.includes('*') && rule.resources.includes('*') && has(rule.apiGroups, '') && !named(rule),
    reason: 'do everything',
  },
  {
    applies: (rule) =>
      ESCALATING.some((verb) => rule.verbs.includes(verb)) || (rule.verbs.includes('*') && isRbac(rule) && has(rule.resources, 'roles', 'clusterroles')),
    reason: 'give rights that it does not have (escalate, bind)',
  },
  {
    applies: (rule) =>
      rule.verbs.includes('impersonate') || (rule.verbs.includes('*') && has(rule.resources, 'users', 'groups') && !rule.resources.includes('*')),
    reason: 'impersonate others',
  },
  { applies: (rule) => has(rule.verbs, 'get', 'list', 'watch') && onCore(rule, 'secrets') && !named(rule), reason: 'read secrets' },
  { applies: (rule) => has(rule.verbs, 'create') && onCore(rule, 'serviceaccounts/token'), reason: 'make tokens of service accounts' },
  { applies: (rule) => has(rule.verbs, 'create', 'get') && onCore(rule, 'pods/exec') && !named(rule), reason: 'run commands in pods' },
  { applies: (rule) => has(rule.verbs, 'create', 'get') && onCore(rule, 'nodes/proxy'), reason: 'reach the kubelet past admission (nodes/proxy)' },
  {
    applies: (rule) =>
      has(rule.verbs, 'create', 'update', 'patch') &&
      has(rule.apiGroups, 'admissionregistration.k8s.io') &&
      has(rule.resources, 'mutatingwebhookconfigurations', 'validatingwebhookconfigurations'),
    reason: 'change admission webhooks',
  },
  {
    applies: (rule) =>
      has(rule.verbs, 'update', 'patch') && has(rule.apiGroups, 'certificates.k8s.io') && has(rule.resources, 'certificatesigningrequests/approval'),
    reason: 'approve client certificates',
  },
  {
    applies: (rule, wholeCluster) =>
      wholeCluster &&
      rule.verbs.some((verb) => WRITES.includes(verb)) &&
      has(rule.resources, ...STARTS_PODS) &&
      has(rule.apiGroups, '', 'apps', 'batch') &&
      !named(rule),
    reason: 'start pods in every namespace, and so act as any service account',
  },
]

const isRbac = (rule: PolicyRule) => has(rule.apiGroups, 'rbac.authorization.k8s.io')
const onCore = (rule: PolicyRule, resource: string) => has(rule.apiGroups, '') && coversResource(rule, resource)

/** Whether a rule's resources name this one: everything, itself, or its subresource of everything. */
function coversResource({ resources }: PolicyRule, resource: string): boolean {
  const [, subresource] = resource.split('/')
  return has(resources, resource) || (subresource !== undefined && resources.includes(`*/${subresource}`))
}

/** What of these rules makes their holder privileged, each in words that follow "may"; empty when nothing does. */
export function dangersOf(rules: readonly PolicyRule[], wholeCluster: boolean): string[] {
  const found = DANGERS.filter(({ applies }) => rules.some((rule) => applies(rule, wholeCluster)))
  // Who may do everything may do each of the others
  return (found[0] === DANGERS[0] ? found.slice(0, 1) : found).map(({ reason }) => cutText(reason, 200))
}

/** The service accounts that rules let their holder act as: all in reach, or by name. */
export type Impersonation = { names: string[] | 'all'; through: 'impersonate' | 'token' }

export function impersonationsOf(rules: readonly PolicyRule[]): Impersonation[] {
  return rules.flatMap((rule) => {
    const names = named(rule) ? rule.resourceNames : ('all' as const)
    const found: Impersonation[] = []
    if (has(rule.verbs, 'impersonate') && onCore(rule, 'serviceaccounts')) found.push({ names, through: 'impersonate' })
    if (has(rule.verbs, 'create') && onCore(rule, 'serviceaccounts/token')) found.push({ names, through: 'token' })
    return found
  })
}
