import { type DiscoveredRecordInput, externalKey } from '#lib/systems/discovered.ts'
import { cutText } from '#lib/systems/imports/storable.ts'
import { type CertificateFacts, certificateFacts } from './certificate-facts.ts'
import type { Shown } from './connect.ts'

const MOST_NAMES = 100
/** SPIFFE-ID §2: a scheme, a trust domain, a path. X509-SVID §2: one URI, and it is the identity. */
const SPIFFE = /^spiffe:\/\/[a-z0-9._-]{1,255}(\/[A-Za-z0-9._-]+)*$/

export const endpointKey = (key: string) => externalKey('endpoint', key)

/** An endpoint and the certificate that it showed. `now` tells whether the certificate has expired. */
export function* endpointRecords({ endpoint, chain, problems, protocol }: Shown, now: Date): Generator<DiscoveredRecordInput> {
  const [leaf, ...issuers] = chain.map(certificateFacts)
  if (!leaf) return
  const spiffe = leaf.names.filter(({ type, value }) => type === 'URI' && SPIFFE.test(value) && value.length <= 512).map(({ value }) => value)
  yield {
    type: 'identity',
    externalId: endpointKey(endpoint.key),
    name: endpoint.key,
    class: 'server',
    classReason: 'A TLS server answers there',
    classConfidence: 'certain',
    enabled: true,
    privileged: false,
    // A certificate with two of them is no SVID, and names nobody
    correlationKeys: spiffe.length === 1 ? spiffe : [],
    details: { hostname: endpoint.name ?? endpoint.address },
    attributes: {
      kind: 'tls_endpoint',
      endpoint: endpoint.key,
      ...(leaf.subject === '' ? {} : { subject: cutText(leaf.subject, 1_000) }),
      ...(protocol === null ? {} : { protocol }),
      ...(problems.length > 0 ? { problems } : {}),
    },
  }
  yield certificateCredential(endpoint.key, leaf, { issuers, problems, now })
}

type Besides = { issuers: readonly CertificateFacts[]; problems: readonly string[]; now: Date }

function certificateCredential(key: string, facts: CertificateFacts, { issuers, problems, now }: Besides): DiscoveredRecordInput {
  return {
    type: 'credential',
    identityExternalId: endpointKey(key),
    externalId: externalKey('endpoint', key, facts.fingerprint),
    kind: 'x509_certificate',
    fingerprint: facts.fingerprint,
    createdAt: facts.notBefore,
    expiresAt: facts.notAfter,
    enabled: true,
    attributes: {
      kind: 'tls_certificate',
      endpoint: key,
      subject: cutText(facts.subject, 1_000),
      issuer: cutText(facts.issuer, 1_000),
      serial: facts.serial,
      notBefore: facts.notBefore?.toISOString() ?? null,
      notAfter: facts.notAfter?.toISOString() ?? null,
      keyType: facts.keyType,
      ...(facts.bits === null ? {} : { bits: facts.bits }),
      ...(facts.curve === null ? {} : { curve: facts.curve }),
      ...(facts.signature === null ? {} : { signature: facts.signature }),
      names: facts.names.slice(0, MOST_NAMES).map(({ type, value }) => cutText(`${type}:${value}`, 500)),
      ...(facts.names.length > MOST_NAMES ? { moreNames: facts.names.length - MOST_NAMES } : {}),
      selfSigned: facts.selfSigned,
      expired: facts.notAfter !== null && facts.notAfter <= now,
      notYetValid: facts.notBefore !== null && facts.notBefore > now,
      ...(facts.weak.length > 0 ? { weak: facts.weak } : {}),
      ...(problems.length > 0 ? { problems: [...problems] } : {}),
      chain: issuers.map(({ subject, fingerprint, notAfter }) => ({ subject: cutText(subject, 300), fingerprint, notAfter: notAfter?.toISOString() ?? null })),
    },
  }
}
