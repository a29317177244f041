import { X509Certificate } from 'node:crypto'
import { z } from 'zod'
import { TenureError } from '#lib/core/errors.ts'
import type { CallOptions, RightCheck, TestReport } from '#lib/systems/driver.ts'
import { cutText } from '#lib/systems/imports/storable.ts'
import { type KubernetesConnection, stopIfAborted } from './connect.ts'
import { KUBE_SYSTEM } from './discover.ts'
import { codeOf } from './errors.ts'
import { listsOf, pagePath } from './lists.ts'

const Version = z.object({ gitVersion: z.string().max(100) })
const REMEDY = 'Give its account the ClusterRole of docs/guides/connect-kubernetes.md'

/** Whether the API server answers, as whom, and what it does not show. A failure is part of the answer; it throws only when stopped. */
export async function testConnection(connection: KubernetesConnection, options: CallOptions = {}): Promise<TestReport> {
  try {
    const { body, at } = await connection.get('/version', options)
    const version = Version.safeParse(body)
    if (!version.success) return { reachable: false, code: null, reason: 'What answers there is no Kubernetes API server' }
    const rights = await rightsOf(connection, options)
    const warnings =
      connection.settings.readSecrets === 'yes' ? ["Tenure's account may read every Secret of the cluster: guard its credential as an administrator's"] : []
    return { reachable: true, as: accountOf(connection), serverVersion: version.data.gitVersion, targetTime: at, rights, warnings }
  } catch (error) {
    stopIfAborted(options.signal)
    if (!(error instanceof TenureError)) throw error
    return { reachable: false, code: codeOf(error.cause), reason: error.message }
  }
}

async function rightsOf(connection: KubernetesConnection, options: CallOptions): Promise<RightCheck[]> {
  const rights: RightCheck[] = []
  for (const plan of listsOf(connection)) {
    const held = await isShown(connection, pagePath(plan, 1, ''), options, plan.accept)
    rights.push({ capability: 'discover', right: `list ${plan.resource}`, held, purpose: plan.purpose, remedy: REMEDY })
  }
  const purpose = "Know the cluster's own id"
  rights.push({ capability: 'discover', right: 'get namespaces/kube-system', held: await isShown(connection, KUBE_SYSTEM, options), purpose, remedy: REMEDY })
  return rights
}

async function isShown(connection: KubernetesConnection, path: string, options: CallOptions, accept?: string): Promise<boolean> {
  try {
    await connection.get(path, { ...options, ...(accept ? { accept: `${accept}, application/json` } : {}) })
    return true
  } catch (error) {
    if (error instanceof TenureError && error.code === 'forbidden') return false
    throw error
  }
}

/** Who the credential says that it is, for people to read: nobody verifies it here, the API server does. */
function accountOf({ settings }: KubernetesConnection): string {
  try {
    if (settings.clientCertificate !== '') return cutText(new X509Certificate(settings.clientCertificate).subject.replaceAll('\n', ', '), 200)
    const claims: unknown = JSON.parse(Buffer.from(settings.token.split('.')[1] ?? '', 'base64url').toString('utf8'))
    const subject = z.object({ sub: z.string().min(1) }).safeParse(claims)
    if (subject.success) return cutText(subject.data.sub, 200)
  } catch {
    // Not every token is a JWT
  }
  return 'the holder of the token'
}
