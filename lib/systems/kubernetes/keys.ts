import { hash } from 'node:crypto'
import { externalKey } from '../discovered.ts'
import { DNS_NAME } from './objects.ts'

/** As long as a key may be, with room for what the register's indexes hold beside it. */
const LONGEST = 1_500

/** A key of several names that always fits: one that would be too long ends in the SHA-256 of the whole. */
export function boundedKey(...parts: string[]): string {
  const key = externalKey(...parts)
  return key.length <= LONGEST ? key : `${key.slice(0, 1_000)}#${hash('sha256', key, 'hex')}`
}

/** The name under which the API server knows a service account (Kubernetes, Authenticating: service account tokens); its key in the register. */
export function serviceAccountUser(namespace: string, name: string): string {
  return `system:serviceaccount:${namespace}:${name}`
}

/** The two parts of such a name, or null for any other user. */
export function parseServiceAccountUser(user: string): { namespace: string; name: string } | null {
  const [, namespace = '', name = ''] = /^system:serviceaccount:([^:]+):([^:]+)$/.exec(user) ?? []
  return DNS_NAME.test(namespace) && DNS_NAME.test(name) ? { namespace, name } : null
}
