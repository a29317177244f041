import { jsonOutline } from '../json-outline.ts'
import { objectKindOf } from './object-kind.ts'

const CONTEXT = /^[^"]{0,20}"@odata\.context"\s*:\s*"https:\/\/graph\.microsoft\.[a-z.]+\/(?:v1\.0|beta)\/\$metadata#([A-Za-z0-9]+)/

/** Whether a file begins as objects of a directory, or as applications alone; null for any other. Grants without principals count as a directory, so that their refusal can say why. */
export function graphShapeOf(head: string): 'directory' | 'applications' | null {
  const outline = jsonOutline(head)
  if (!outline) return null
  const first = firstObjectOf(head, outline.root, outline.keys)
  if (!first) return null
  const kind = objectKindOf(first)
  if (kind) return kind === 'application' ? 'applications' : 'directory'
  return null
}

/** The members of the first object: of the root list, of the root's `value`, or of the `value` of the first page in a list; `@odata.context` tells what an empty page holds. */
function firstObjectOf(head: string, root: 'object' | 'list', keys: readonly string[]): readonly string[] | null {
  if (!keys.includes('value')) return root === 'list' ? keys : null
  const list = /"value"\s*:\s*(\[[^]*)/.exec(head)?.[1]
  const inner = list ? (jsonOutline(list)?.keys ?? []) : []
  if (inner.length > 0) return inner
  const context = CONTEXT.exec(head.replace(/^[\s[]*\{/, ''))?.[1]
  return (context && EMPTY.get(context)) || null
}

const EMPTY = new Map<string, readonly string[]>(
  Object.entries({
    servicePrincipals: ['servicePrincipalType'],
    applications: ['appId', 'signInAudience'],
    oauth2PermissionGrants: ['consentType', 'clientId'],
  }),
)
