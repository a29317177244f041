import { hash } from 'node:crypto'

const PUBLIC_KEY = /^(ssh-[a-z0-9-]+|ecdsa-sha2-[a-z0-9-]+|sk-(?:ssh|ecdsa)-[a-z0-9@.-]+)\s+([A-Za-z0-9+/]{32,}={0,2})(?:\s|$)/

/**
 * What OpenSSH says of a public key in the form of `authorized_keys`: its type and its `SHA256:…` fingerprint (unpadded base64 of the SHA-256 of the key
 * blob, as `ssh-keygen -l` writes it). Null for a text that is none, or whose blob names another type than the line does (RFC 4253 §6.6).
 */
export function sshFingerprint(publicKey: string): { type: string; fingerprint: string } | null {
  const [, type = '', base64 = ''] = PUBLIC_KEY.exec(publicKey.trim()) ?? []
  const blob = Buffer.from(base64, 'base64')
  if (blob.length < 4 + type.length || type === '') return null
  const length = blob.readUInt32BE(0)
  if (blob.subarray(4, 4 + length).toString('latin1') !== type) return null
  return { type, fingerprint: `SHA256:${hash('sha256', blob, 'base64').replace(/=+$/, '')}` }
}
