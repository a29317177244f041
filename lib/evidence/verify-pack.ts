import { parsePublicKey } from '#lib/crypto/signing.ts'
import { PACK_FILES, type PackPredicate, type PackProblem } from './pack-format.ts'
import { readAnchors } from './read-anchors.ts'
import { type PackManifest, readManifest } from './read-manifest.ts'
import { checkEntries, type EntriesCheck } from './verify-entries.ts'
import { type ListedFile, verifyFile } from './verify-file.ts'
import { openPackArchive, type PackArchive } from './zip-reader.ts'

/** How much is unpacked on the word of a manifest that nobody has signed. A signed one is believed about its sizes. */
const UNSIGNED_LIMIT_BYTES = 64 * 1024 ** 3

/** What a pack says of itself. `isSigned` tells whether the holder of the key said it; the counts are of what was verified. */
export type PackFacts = {
  isSigned: boolean
  keyId: string
  about: Omit<PackPredicate, 'files'> | null
  filesVerified: number
  recordsVerified: number
  entriesVerified: number
}
export type PackVerdict = { ok: boolean; problems: PackProblem[]; facts: PackFacts }

/**
 * Verifies an evidence pack against the public key (PEM) that the verifier has from elsewhere; the key in the pack counts for nothing.
 * Checks the manifest's signature, that the pack holds the listed files and no others, each file's hash and number of records, the
 * checkpoint's signature, and each audit entry's hash, position and inclusion proof. The first bad record of a changed file is named
 * where the pack lets it be found. Memory does not grow with the pack. Throws `invalid` for a key that is none and `not_found` for no file.
 */
export async function verifyPack(path: string, publicKeyPem: string): Promise<PackVerdict> {
  const publicKey = parsePublicKey(publicKeyPem)
  const archive = await openPackArchive(path)
  try {
    const { manifest, problems: manifestProblems } = await readManifest(archive, publicKey)
    const { checkpoint, range, problems: noteProblems } = await readAnchors(archive, manifest, publicKey)
    const problems = [...archive.problems, ...manifestProblems, ...noteProblems, ...comparePaths(archive, manifest)]
    const entries = checkEntries(range, checkpoint)
    const read = await verifyFiles(archive, manifest, entries)
    problems.push(...read.problems)

    const isSigned = manifest?.isSigned ?? false
    const facts = {
      isSigned,
      keyId: publicKey.keyId,
      about: aboutOf(manifest),
      filesVerified: read.files,
      recordsVerified: read.records,
      entriesVerified: entries.proven(),
    }
    return { ok: problems.length === 0, problems, facts }
  } finally {
    archive.close()
  }
}

async function verifyFiles(
  archive: PackArchive,
  manifest: PackManifest | null,
  entries: EntriesCheck,
): Promise<{ problems: PackProblem[]; files: number; records: number }> {
  const damaged = new Map<string, PackProblem>()
  let [files, records] = [0, 0]
  let limit = manifest?.isSigned ? Number.POSITIVE_INFINITY : UNSIGNED_LIMIT_BYTES
  for (const file of filesToRead(archive, manifest)) {
    const isEntries = file.path === PACK_FILES.entries
    const isListSound = file.recordHashes !== null && archive.paths.has(file.recordHashes) && !damaged.has(file.recordHashes)
    const verdict = await verifyFile(archive, file, { check: isEntries ? entries : null, isListSound, limit })
    limit -= verdict.bytes
    if (verdict.problem) damaged.set(file.path, verdict.problem)
    else [files, records] = [files + 1, records + (isEntries ? 0 : verdict.records)]
  }
  return { problems: Array.from(damaged.values()), files, records }
}

function comparePaths(archive: PackArchive, manifest: PackManifest | null): PackProblem[] {
  if (!manifest) return []
  const own: string[] = [PACK_FILES.manifest, PACK_FILES.signedManifest]
  const added = Array.from(archive.paths).filter((path) => !manifest.files.has(path) && !own.includes(path))
  // The two notes are looked for in any case, and reported there.
  const notes: string[] = [PACK_FILES.checkpoint, PACK_FILES.range]
  const missing = Array.from(manifest.files.keys()).filter((path) => !archive.paths.has(path) && !notes.includes(path))
  return [...missing.map((file) => ({ file, what: 'is missing' })), ...added.map((file) => ({ file, what: 'was added: the manifest does not list it' }))]
}

/** The listed files that are there, lists of record hashes first. Without a manifest the audit entries can still be held against the checkpoint. */
function filesToRead(archive: PackArchive, manifest: PackManifest | null): ListedFile[] {
  const unlisted = { path: PACK_FILES.entries, sha256: null, bytes: Number.POSITIVE_INFINITY, records: null, recordHashes: null }
  const listed = manifest ? Array.from(manifest.files.values()) : [unlisted]
  return listed.filter(({ path }) => archive.paths.has(path)).toSorted((one, other) => listsFirst(one) - listsFirst(other))
}

const listsFirst = ({ path }: ListedFile) => (path.startsWith('records/') ? 0 : 1)

function aboutOf(manifest: PackManifest | null): PackFacts['about'] {
  if (!manifest) return null
  const { files: _, ...about } = manifest.predicate
  return about
}
