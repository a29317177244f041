import type { CredentialKind } from '#lib/core/identity-class.ts'
import { DAY, shift } from '#lib/core/time.ts'
import { sha256Hex } from '#lib/crypto/hash.ts'
import type { CredentialHabit, SampleCredential } from './estate.ts'
import type { Row } from './rows.ts'
import { sampleId } from './sample-id.ts'
import type { Random } from './seeded-random.ts'

type Given = {
  identityId: string
  firstSeenAt: Date
  vanishedAt: Date | null
  createdAt: Date
  now: Date
  lastUsedAt: Date | null
  lastUseKnown: string
  random: Random
}
type Dates = { sourceCreatedAt: Date; lastRotatedAt: Date | null; expiresAt: Date | null }

/** A credential of an identity: its dates by how it is looked after, its fingerprint, never a secret. */
export function credentialRow({ kind, name, habit }: SampleCredential, { createdAt, now, random, ...held }: Given): Row {
  const key = `${held.identityId}:${name}`
  const dates = kind === 'federated_trust' ? { sourceCreatedAt: createdAt, lastRotatedAt: null, expiresAt: null } : DATES[habit](createdAt, now, random)
  return {
    id: sampleId('crd', held.firstSeenAt, key),
    externalId: name,
    kind,
    fingerprint: fingerprintOf(kind, key),
    enabled: held.vanishedAt === null,
    ...dates,
    attributes: {},
    ...held,
  }
}

const DATES: Readonly<Record<CredentialHabit, (createdAt: Date, now: Date, random: Random) => Dates>> = {
  rotated(createdAt, now, random) {
    const lastRotatedAt = shift(now, -random.int(3, 80) * DAY)
    return lastRotatedAt > createdAt
      ? { sourceCreatedAt: createdAt, lastRotatedAt, expiresAt: shift(lastRotatedAt, 90 * DAY) }
      : { sourceCreatedAt: createdAt, lastRotatedAt: null, expiresAt: shift(createdAt, 90 * DAY) }
  },
  forgotten: (createdAt) => ({ sourceCreatedAt: createdAt, lastRotatedAt: null, expiresAt: null }),
  // A year's validity: one in twelve has run out already, and some run out soon
  ending(createdAt, now, random) {
    const sourceCreatedAt = shift(now, -(random.chance(0.08) ? random.int(366, 390) : random.int(15, 360)) * DAY)
    return { sourceCreatedAt: sourceCreatedAt > createdAt ? sourceCreatedAt : createdAt, lastRotatedAt: null, expiresAt: shift(sourceCreatedAt, 365 * DAY) }
  },
}

function fingerprintOf(kind: CredentialKind, key: string): string | null {
  const digest = sha256Hex(key)
  switch (kind) {
    case 'ssh_key':
    case 'x509_certificate':
      return `SHA256:${Buffer.from(digest, 'hex').toString('base64').replaceAll('=', '')}`
    case 'access_key':
      return `AKIASAMPLE${digest.slice(0, 10).toUpperCase()}`
    case 'password':
    case 'federated_trust':
      return null
    default:
      return `…${digest.slice(0, 6)}`
  }
}
