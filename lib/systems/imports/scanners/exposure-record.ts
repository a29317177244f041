import type { CredentialKind } from '#lib/core/identity-class.ts'
import { sha256Hex } from '#lib/crypto/hash.ts'
import type { DiscoveredRecordInput } from '../../discovered.ts'
import { boundedKey } from '../bounded-key.ts'
import { cutText } from '../storable.ts'

/** What every scanner says of one find, in one shape. `secret` goes no further than its fingerprint. */
export type ScannerFind = {
  rule: string
  title: string
  source: string | null
  path: string | null
  line: number | null
  column: number | null
  commit: string | null
  author: string | null
  exposedAt: Date | null
  verified: boolean | null
  secret: string | null
}

/** Which kind of credential a rule of gitleaks, trufflehog or a like scanner is about, by the words in its name. The first that fits counts. */
const KINDS: readonly { words: RegExp; kind: CredentialKind }[] = [
  { words: /aws|alibaba.*access|access[-_ ]?key[-_ ]?id/i, kind: 'access_key' },
  { words: /private[-_ ]?key|ssh/i, kind: 'ssh_key' },
  { words: /refresh/i, kind: 'oauth_refresh_token' },
  { words: /client[-_ ]?secret|oauth|azure[-_ ]?ad/i, kind: 'oauth_client_secret' },
  { words: /password|basic[-_ ]?auth|jdbc|postgres|mysql|mongo|uri/i, kind: 'password' },
  { words: /token|api[-_ ]?key|pat\b|secret/i, kind: 'api_key' },
]

const ACCESS_KEY_ID = /\b(?:AKIA|ASIA)[A-Z2-7]{16}\b/
/** What scanners write in place of a secret. */
const REDACTED = /^$|REDACTED|^[*.…x]+$|\*{4,}/

/**
 * An exposure as the register takes it. Its key is the place and the rule, so that two reports of one scan, in whatever format, speak of one exposure; a find
 * in a history without a line keeps apart by what was found.
 */
export function exposureRecord(find: ScannerFind): DiscoveredRecordInput {
  const { secret, column, ...said } = find
  const facts = { ...said, source: withoutLogin(said.source), path: withoutLogin(said.path) }
  const fingerprints = fingerprintsOf(secret ?? '')
  const place = [facts.source, facts.commit, facts.path, facts.line, column].map((part) => String(part ?? ''))
  return {
    type: 'exposure',
    externalId: boundedKey(find.rule, ...place, ...(find.line === null ? fingerprints.slice(-1) : [])),
    ...facts,
    rule: cutText(find.rule, 256),
    title: cutText(find.title || find.rule, 500),
    credentialKind: KINDS.find(({ words }) => words.test(find.rule))?.kind ?? null,
    fingerprints,
  }
}

/** An address without the login that it may carry (RFC 3986 §3.2.1): scanners write the address of a repository as they were told to clone it. */
function withoutLogin(address: string | null): string | null {
  return address?.replace(/^([a-z][a-z0-9+.-]*:\/\/)[^/?#]*@/i, '$1') ?? null
}

/** What a register may know the secret by: the id of an access key, and the digest of what is not masked. */
function fingerprintsOf(secret: string): string[] {
  const digest = REDACTED.test(secret) ? [] : [`sha256:${sha256Hex(secret)}`]
  return [...(ACCESS_KEY_ID.exec(secret) ?? []), ...digest]
}

/** A text of a report, or null where it says nothing: empty, or masked. */
export function saidText(text: string | null | undefined, max: number): string | null {
  const trimmed = text?.trim() ?? ''
  return trimmed === '' || /^\*+$/.test(trimmed) ? null : cutText(trimmed, max)
}

/** A date of a report as a Date; null for one that is empty, masked or in a form that leaves day and month open. */
export function saidInstant(text: string | null | undefined): Date | null {
  if (!text || !/^\d{4}-\d\d-\d\dT|^\d{4}-\d\d-\d\d \d\d:/.test(text)) return null
  const instant = new Date(text.replace(/^(\S+) (\S+) ([+-]\d\d)(\d\d)$/, '$1T$2$3:$4'))
  return Number.isNaN(instant.getTime()) || instant.getUTCFullYear() < 1970 || instant.getUTCFullYear() > 9_000 ? null : instant
}
