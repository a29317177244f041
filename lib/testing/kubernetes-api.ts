import https from 'node:https'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { TLSSocket } from 'node:tls'
import { type TestAuthority, testAuthority } from './test-certificates.ts'

/** An object as the API serves it, with its `kind`. */
export type ApiObject = { kind: string; metadata: { name: string; namespace?: string; uid?: string }; [field: string]: unknown }

export type KubernetesApi = {
  url: string
  authority: TestAuthority
  token: string
  /** Everything that is asked, `GET /path?query`. */
  requests: string[]
  /** What the server does besides serving: resources that it denies (403), a continue token that it calls expired (410) so many times, a circle of pages. */
  behaviour: { deny: Set<string>; expire: Map<string, number>; circle: boolean }
  stop(): Promise<void>
}

const PATHS: Readonly<Record<string, string>> = {
  '/api/v1/serviceaccounts': 'ServiceAccount',
  '/api/v1/secrets': 'Secret',
  '/api/v1/pods': 'Pod',
  '/apis/rbac.authorization.k8s.io/v1/roles': 'Role',
  '/apis/rbac.authorization.k8s.io/v1/clusterroles': 'ClusterRole',
  '/apis/rbac.authorization.k8s.io/v1/rolebindings': 'RoleBinding',
  '/apis/rbac.authorization.k8s.io/v1/clusterrolebindings': 'ClusterRoleBinding',
}

/** Serves objects as a Kubernetes API server does (API Concepts: large result sets, metadata-only fetches), over TLS on loopback, to the bearer of a token or of a client certificate. */
export async function startKubernetesApi(objects: readonly ApiObject[], token: string): Promise<KubernetesApi> {
  const authority = testAuthority('CN=kubernetes')
  const { certificate: cert, key } = authority.issue({ subject: 'CN=kube-apiserver' })
  const requests: string[] = []
  const behaviour: KubernetesApi['behaviour'] = { deny: new Set(), expire: new Map(), circle: false }
  const server = https.createServer({ cert, key, ca: authority.certificate, requestCert: true, rejectUnauthorized: false }, (request, response) => {
    requests.push(`${request.method} ${request.url}`)
    const { status, body } = answer(request, { objects, token, behaviour })
    send(response, status, body)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `https://127.0.0.1:${port}`,
    authority,
    token,
    requests,
    behaviour,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

type World = { objects: readonly ApiObject[]; token: string; behaviour: KubernetesApi['behaviour'] }
type Answer = { status: number; body: object }

const failure = (status: number, message: string): Answer => ({ status, body: { kind: 'Status', apiVersion: 'v1', status: 'Failure', message, code: status } })

function answer(request: IncomingMessage, { objects, token, behaviour }: World): Answer {
  const url = new URL(request.url ?? '/', 'https://localhost')
  const certified = (request.socket as TLSSocket).authorized
  if (request.headers.authorization !== `Bearer ${token}` && !certified) return failure(401, 'Unauthorized')
  if (url.pathname === '/version') return { status: 200, body: { major: '1', minor: '20', gitVersion: 'v1.20.2' } }
  const resource = url.pathname.split('/').at(-1) ?? ''
  if (behaviour.deny.has(resource))
    return failure(403, `${resource} is forbidden: User "system:serviceaccount:tenure:tenure" cannot list resource "${resource}"`)
  if (url.pathname === '/api/v1/namespaces/kube-system') {
    const found = objects.find(({ kind, metadata }) => kind === 'Namespace' && metadata.name === 'kube-system')
    return found ? { status: 200, body: found } : failure(404, 'namespaces "kube-system" not found')
  }
  const kind = PATHS[url.pathname]
  if (!kind || request.method !== 'GET') return failure(404, 'the server could not find the requested resource')
  return page(
    objects.filter((object) => object.kind === kind && selected(object, url)).map((object) => shown(object, request)),
    url,
    behaviour,
  )
}

/** One page; a continue token is the place where it goes on, in base64. */
function page(all: object[], url: URL, behaviour: World['behaviour']): Answer {
  const next = url.searchParams.get('continue') ?? ''
  const left = behaviour.expire.get(url.pathname) ?? 0
  if (next !== '' && left > 0) {
    behaviour.expire.set(url.pathname, left - 1)
    return failure(410, 'The provided continue parameter is too old to display a consistent list result')
  }
  const from = next === '' ? 0 : Number(Buffer.from(next, 'base64').toString())
  const to = from + Number(url.searchParams.get('limit') ?? all.length)
  const more = behaviour.circle
    ? { continue: Buffer.from('1').toString('base64') }
    : to < all.length
      ? { continue: Buffer.from(String(to)).toString('base64') }
      : {}
  return { status: 200, body: { kind: 'List', apiVersion: 'v1', metadata: { resourceVersion: '1', ...more }, items: all.slice(from, to) } }
}

function selected(object: ApiObject, url: URL): boolean {
  const [field, value] = (url.searchParams.get('fieldSelector') ?? '').split('=')
  return !field || object[field] === value
}

/** As in a real list, without `kind`; without all but the metadata where only that was asked for. */
function shown({ kind: _, ...object }: ApiObject, request: IncomingMessage): object {
  return request.headers.accept?.includes('as=PartialObjectMetadataList') ? { metadata: object.metadata } : object
}

function send(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}
