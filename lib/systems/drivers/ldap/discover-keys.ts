import { createHash, X509Certificate } from 'node:crypto'
import { type DiscoveredRecordInput, externalKey } from '#lib/systems/discovered.ts'
import { sshFingerprint } from '#lib/systems/imports/ssh-fingerprint.ts'
import { cutText } from '#lib/systems/imports/storable.ts'
import type { LdapEntry } from './entry.ts'

type Holder = { externalId: string; enabled: boolean }
/** Names out of a certificate, which may hold anything: without what the register cannot store. */
const clean = (text: string) => cutText(text.replaceAll('\u0000', '').toWellFormed(), 1_000)

function certificateOf(der: Buffer, { externalId, enabled }: Holder): DiscoveredRecordInput {
  const fingerprint = `sha256:${createHash('sha256').update(der).digest('hex')}`
  const record = {
    type: 'credential',
    identityExternalId: externalId,
    externalId: externalKey(externalId, 'x509', fingerprint),
    kind: 'x509_certificate',
    fingerprint,
  } as const
  try {
    const certificate = new X509Certificate(der)
    const [from, to] = [new Date(certificate.validFrom), new Date(certificate.validTo)]
    return {
      ...record,
      createdAt: from,
      expiresAt: to.getUTCFullYear() >= 9999 ? null : to,
      enabled,
      attributes: { subject: clean(certificate.subject), issuer: clean(certificate.issuer), serialNumber: certificate.serialNumber },
    }
  } catch {
    return { ...record, enabled, attributes: { unreadable: true } }
  }
}

/** The certificates and SSH keys that stand in an entry (RFC 4523 userCertificate; openssh-lpk sshPublicKey), each once. */
export function keysOf(entry: LdapEntry, holder: Holder): DiscoveredRecordInput[] {
  const certificates = entry.buffers('userCertificate').map((der) => certificateOf(der, holder))
  const keys = entry.texts('sshPublicKey').flatMap((line): DiscoveredRecordInput[] => {
    const key = sshFingerprint(line)
    if (!key) return []
    return [
      {
        type: 'credential',
        identityExternalId: holder.externalId,
        externalId: externalKey(holder.externalId, 'ssh', key.fingerprint),
        kind: 'ssh_key',
        fingerprint: key.fingerprint,
        enabled: holder.enabled,
        attributes: { algorithm: key.type },
      },
    ]
  })
  return [...new Map([...certificates, ...keys].map((record) => [record.externalId, record])).values()]
}
