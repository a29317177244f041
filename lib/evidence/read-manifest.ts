import { canonicalJson } from '#lib/core/canonical-json.ts'
import { fromEitherBase64, toBase64 } from '#lib/crypto/base64.ts'
import { DsseEnvelope, openEnvelope, unverifiedPayload } from '#lib/crypto/dsse.ts'
import { parsePublicKey, type PublicKey } from '#lib/crypto/signing.ts'
import { PACK_FILES, type PackedFile, type PackPredicate, type PackProblem, PackStatement, PAYLOAD_TYPE } from './pack-format.ts'
import { readSmallFile } from './read-file.ts'
import type { PackArchive } from './zip-reader.ts'

const MAX_MANIFEST_BYTES = 16 * 1024 * 1024

/** The manifest of a pack. Unless `isSigned`, anybody may have written it: it then serves to say where a pack was changed, and proves nothing. */
export type PackManifest = { isSigned: boolean; predicate: PackPredicate; files: ReadonlyMap<string, PackedFile & { sha256: string }> }

/** Reads both manifests of a pack and checks the signature with the given key. The manifest is null when none can be read. */
export async function readManifest(archive: PackArchive, publicKey: PublicKey): Promise<{ manifest: PackManifest | null; problems: PackProblem[] }> {
  const readable = await readSmallFile(archive, PACK_FILES.manifest, MAX_MANIFEST_BYTES)
  const signed = await openSigned(archive, publicKey)
  const problems = signed.faults.map((what): PackProblem => ({ file: PACK_FILES.signedManifest, what }))
  if (!readable) problems.push({ file: PACK_FILES.manifest, what: 'is missing or unreadable' })
  else if (signed.payload && !readable.equals(signed.payload)) problems.push({ file: PACK_FILES.manifest, what: 'differs from the signed manifest' })

  const candidates = signed.payload ? [signed.payload] : [signed.unverified, readable]
  const statement = candidates.map((bytes) => bytes && PackStatement.safeParse(parseJson(bytes)).data).find(Boolean)
  if (!statement) {
    const file = signed.payload ? PACK_FILES.signedManifest : PACK_FILES.manifest
    return { manifest: null, problems: [...problems, { file, what: 'does not say what the manifest of an evidence pack says' }] }
  }
  const { listed, faults } = listFiles(statement)
  const manifest = { isSigned: signed.payload !== null, predicate: statement.predicate, files: listed }
  return { manifest, problems: [...problems, ...faults.map((what) => ({ file: PACK_FILES.signedManifest, what }))] }
}

/** The payload of the signed manifest when the key has signed it; `unverified` is what is in it in any case. */
async function openSigned(
  archive: PackArchive,
  publicKey: PublicKey,
): Promise<{ payload: Uint8Array | null; unverified: Uint8Array | null; faults: string[] }> {
  const file = await readSmallFile(archive, PACK_FILES.signedManifest, MAX_MANIFEST_BYTES)
  if (!file) return { payload: null, unverified: null, faults: ['is missing or unreadable: nothing proves who made this pack'] }
  const envelope = DsseEnvelope.safeParse(parseJson(file)).data
  if (!envelope) return { payload: null, unverified: null, faults: ['is no DSSE envelope: nothing proves who made this pack'] }
  const payload = openOrNull(envelope, publicKey)
  const unverified = unverifiedPayload(envelope)
  if (!payload)
    return {
      payload,
      unverified,
      faults: [`is not signed with the given key (id ${publicKey.keyId.slice(0, 16)}…). ${await comparedKeys(archive, publicKey)}`],
    }
  return { payload, unverified, faults: envelopeFor(envelope, payload, publicKey).equals(file) ? [] : ['holds bytes beside the signed ones'] }
}

function openOrNull(envelope: DsseEnvelope, publicKey: PublicKey): Uint8Array | null {
  try {
    return openEnvelope(envelope, PAYLOAD_TYPE, publicKey)
  } catch {
    return null
  }
}

/** The bytes that the writer writes for this payload: against these a file can hide nothing unsigned (spaces, members, another base64). */
function envelopeFor(envelope: DsseEnvelope, payload: Uint8Array, publicKey: PublicKey): Buffer {
  const signature = fromEitherBase64(envelope.signatures[0]?.sig ?? '') ?? new Uint8Array()
  const expected: DsseEnvelope = { payload: toBase64(payload), payloadType: PAYLOAD_TYPE, signatures: [{ keyid: publicKey.keyId, sig: toBase64(signature) }] }
  return Buffer.from(canonicalJson(expected))
}

async function comparedKeys(archive: PackArchive, publicKey: PublicKey): Promise<string> {
  const pem = await readSmallFile(archive, PACK_FILES.publicKey, 10_000)
  try {
    const own = parsePublicKey(pem?.toString('utf8') ?? '')
    if (own.keyId !== publicKey.keyId) return `The pack itself names another key (id ${own.keyId.slice(0, 16)}…): ask its maker which one is theirs.`
  } catch {
    // A missing or damaged key in the pack is reported with the other files.
  }
  return 'It was changed after it was signed, or signed by somebody else.'
}

function listFiles({ subject, predicate }: PackStatement): { listed: PackManifest['files']; faults: string[] } {
  const hashes = new Map(subject.map(({ name, digest }) => [name, digest.sha256]))
  const listed = new Map(
    predicate.files.flatMap((file) => (hashes.has(file.path) ? [[file.path, { ...file, sha256: hashes.get(file.path) ?? '' }] as const] : [])),
  )
  const isOneToOne = listed.size === subject.length && listed.size === predicate.files.length
  const { manifest: _, signedManifest: __, ...required } = PACK_FILES
  const faults = Object.values(required).flatMap((path) => (listed.has(path) ? [] : [`does not list ${path}, which every pack holds`]))
  return { listed, faults: isOneToOne ? faults : ['lists files without a hash, or twice', ...faults] }
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(bytes).toString('utf8'))
  } catch {
    return undefined
  }
}
