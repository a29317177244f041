import { z } from 'zod'
import { TenureError } from '#lib/core/errors.ts'
import type { CallOptions } from '#lib/systems/driver.ts'
import { type KubernetesKind, KubernetesObject } from '#lib/systems/kubernetes/objects.ts'
import type { RbacReading } from '#lib/systems/kubernetes/rbac-records.ts'
import { type KubernetesConnection, stopIfAborted } from './connect.ts'
import { Gone } from './errors.ts'

/** One list of the API. `needed`: without it nothing true can be said, and the reading fails. */
export type ListPlan = { kind: KubernetesKind; resource: string; path: string; needed: boolean; purpose: string; query?: string; accept?: string }

const RBAC = '/apis/rbac.authorization.k8s.io/v1'
/** Metadata alone, and of token Secrets alone (Kubernetes API Concepts: metadata-only fetches; field selectors). */
const METADATA = 'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1'
const TOKENS = 'fieldSelector=type%3Dkubernetes.io%2Fservice-account-token'

export const SECRETS: ListPlan = {
  kind: 'Secret',
  resource: 'secrets',
  path: '/api/v1/secrets',
  needed: false,
  purpose: 'See which tokens never expire',
  query: TOKENS,
  accept: METADATA,
}

export const LISTS: readonly ListPlan[] = [
  { kind: 'ServiceAccount', resource: 'serviceaccounts', path: '/api/v1/serviceaccounts', needed: true, purpose: 'See the service accounts' },
  { kind: 'ClusterRole', resource: 'clusterroles.rbac.authorization.k8s.io', path: `${RBAC}/clusterroles`, needed: true, purpose: 'See what roles allow' },
  { kind: 'Role', resource: 'roles.rbac.authorization.k8s.io', path: `${RBAC}/roles`, needed: true, purpose: 'See what roles allow' },
  {
    kind: 'ClusterRoleBinding',
    resource: 'clusterrolebindings.rbac.authorization.k8s.io',
    path: `${RBAC}/clusterrolebindings`,
    needed: true,
    purpose: 'See who holds which role',
  },
  { kind: 'RoleBinding', resource: 'rolebindings.rbac.authorization.k8s.io', path: `${RBAC}/rolebindings`, needed: true, purpose: 'See who holds which role' },
  { kind: 'Pod', resource: 'pods', path: '/api/v1/pods', needed: false, purpose: 'See what runs as which service account' },
]

/** The lists that these settings ask for. */
export const listsOf = ({ settings }: KubernetesConnection): readonly ListPlan[] => (settings.readSecrets === 'yes' ? [...LISTS, SECRETS] : LISTS)

const Page = z.object({ metadata: z.object({ continue: z.string().nullish() }).nullish(), items: z.array(z.record(z.string(), z.unknown())).nullish() })
const RESTARTS = 5

/** The path of one page of a list. */
export function pagePath(plan: ListPlan, limit: number, next: string): string {
  const query = [...(plan.query ? [plan.query] : []), `limit=${limit}`, ...(next ? [`continue=${encodeURIComponent(next)}`] : [])]
  return `${plan.path}?${query.join('&')}`
}

/** Adds all objects of a list to the reading, page by page; from the start again when the pages have expired meanwhile. */
export async function readList(connection: KubernetesConnection, plan: ListPlan, reading: RbacReading, options: CallOptions): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await readPages(connection, plan, reading, options)
    } catch (error) {
      if (!(error instanceof Gone)) throw error
      if (attempt === RESTARTS) throw new TenureError('unavailable', `The list of ${plan.resource} expires before it is read: choose more objects per request`)
      reading.forget(plan.kind)
    }
  }
}

async function readPages(connection: KubernetesConnection, plan: ListPlan, reading: RbacReading, options: CallOptions): Promise<void> {
  const seen = new Set<string>()
  for (let next = ''; ; ) {
    stopIfAborted(options.signal)
    const accept = plan.accept ? { accept: `${plan.accept}, application/json` } : {}
    const { body } = await connection.get(pagePath(plan, connection.settings.pageSize, next), { ...options, ...accept })
    const page = Page.safeParse(body)
    if (!page.success) throw new TenureError('unavailable', `What answers for ${plan.resource} is no list of the Kubernetes API`)
    for (const item of page.data.items ?? []) reading.add(parseObject(plan, item))
    next = page.data.metadata?.continue ?? ''
    if (next === '') return
    if (seen.has(next)) throw new TenureError('unavailable', `The API server pages its list of ${plan.resource} in a circle`)
    seen.add(next)
  }
}

function parseObject({ kind, resource }: ListPlan, item: Record<string, unknown>): KubernetesObject {
  const parsed = KubernetesObject.safeParse({ ...item, kind })
  if (parsed.success) return parsed.data
  const issue = parsed.error.issues[0]
  throw new TenureError(
    'conflict',
    `One of the ${resource} cannot be read, so nothing was: ${issue?.path.join('.') || 'it'}: ${issue?.message ?? 'is not valid'}`,
  )
}
