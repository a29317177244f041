import { createReadStream } from 'node:fs'
import { mkdtemp, open, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Writable } from 'node:stream'
import { type Checkpoint, openCheckpoint } from '#lib/audit/checkpoint.ts'
import type { SealedEntry } from '#lib/audit/entry-leaf.ts'
import { canonicalJson } from '#lib/core/canonical-json.ts'
import { toBase64 } from '#lib/crypto/base64.ts'
import { signEnvelope } from '#lib/crypto/dsse.ts'
import type { Signer } from '#lib/crypto/signing.ts'
import { type Chunks, type Measured, measureFile } from './measure-file.ts'
import {
  type AuditRange,
  type EntryLine,
  PACK_FILES,
  type PackedFile,
  PackPath,
  type PackPredicate,
  PackStatement,
  PAYLOAD_TYPE,
  PREDICATE_TYPE,
  recordHashesPath,
  recordKind,
} from './pack-format.ts'
import { signRange } from './range-note.ts'
import { packReadme } from './readme.ts'
import { createZipWriter } from './zip-writer.ts'

/** What a pack is about. `auditRange` is the whole stretch of the log that belongs to it, whatever `entries` then yields. */
export type PackMeta = {
  packId: PackPredicate['packId']
  period: { from: Date; to: Date }
  scope: PackPredicate['scope']
  generatedAt: Date
  software: PackPredicate['software']
  auditRange: AuditRange
}
/** A data file of a pack. Its records are counted as they pass: a line of `.jsonl`, a row of `.csv` below the header. */
export type PackFile = { path: string; chunks: Chunks }
/** An entry with the leaf hash that was sealed for it, as the log's tree has it, and its inclusion proof to the checkpoint. */
export type ProvenEntry = SealedEntry & { leafHash: Uint8Array; proof: readonly Uint8Array[] }
export type PackContents = {
  meta: PackMeta
  signer: Signer
  /** The signed note, by the same signer. */
  checkpoint: string
  entries: AsyncIterable<ProvenEntry> | Iterable<ProvenEntry>
  /** Everything else; `summary.html` is among them. Opened one after the other. */
  files: AsyncIterable<PackFile> | Iterable<PackFile>
}
export type WrittenPack = { entries: number; files: PackedFile[] }

/**
 * Streams an evidence pack to the output as a zip: the files of the pack's own, the audit entries, the data files, and the signed manifest
 * last. Nothing is held whole in memory, and a slow output slows the sources down; only the hashes of records wait in a temporary file.
 * Rejects, and ends the output with the error, when a source or the output fails, a path is unfit or double, or the checkpoint is not the signer's.
 */
export async function writePack(output: Writable, { meta, signer, checkpoint, entries, files }: PackContents): Promise<WrittenPack> {
  const scratch = await mkdtemp(join(tmpdir(), 'tenure-pack-'))
  const zip = createZipWriter(output, meta.generatedAt)
  const written: (PackedFile & { sha256: string })[] = []

  async function add(path: string, chunks: Chunks): Promise<void> {
    if (!PackPath.safeParse(path).success || isTaken(path)) throw new Error(`A pack cannot hold a file (or a second one) named ${path}`)
    const kind = recordKind(path)
    const listPath = kind && path !== PACK_FILES.entries ? recordHashesPath(path) : null
    const list = listPath ? await open(join(scratch, 'rows'), 'w') : null
    let measured: Measured = { sha256: '', bytes: 0, rows: 0 }
    try {
      await zip.add(path, measureFile(chunks, { kind, rowHashes: list, done: (result) => (measured = result) }))
    } finally {
      await list?.close()
    }
    const { sha256, bytes, rows } = measured
    written.push({ path, bytes, sha256, records: kind && (kind === 'csv' ? Math.max(0, rows - 1) : rows), recordHashes: listPath })
    if (listPath) await add(listPath, createReadStream(join(scratch, 'rows')))
  }
  // Some file systems do not tell letters from capitals; two such files would overwrite each other.
  const isTaken = (path: string) =>
    [...written.map((file) => file.path), PACK_FILES.manifest, PACK_FILES.signedManifest].some((other) => other.toLowerCase() === path.toLowerCase())

  try {
    const sealed = openCheckpoint(checkpoint, signer.publicKey)
    const facts = predicateWithoutFiles(meta, sealed)
    await add(PACK_FILES.readme, [packReadme(facts, signer.publicKey.keyId)])
    await add(PACK_FILES.publicKey, [signer.publicKey.pem])
    await add(PACK_FILES.checkpoint, [checkpoint])
    await add(PACK_FILES.range, [signRange(meta.packId, meta.auditRange, signer)])
    await add(PACK_FILES.entries, entryLines(entries))
    for await (const file of files) await add(file.path, file.chunks)
    if (!isTaken(PACK_FILES.summary)) throw new Error(`A pack needs a ${PACK_FILES.summary}`)

    const statement = PackStatement.parse({
      _type: 'https://in-toto.io/Statement/v1',
      subject: written.map(({ path, sha256 }) => ({ name: path, digest: { sha256 } })),
      predicateType: PREDICATE_TYPE,
      predicate: { ...facts, files: written.map(({ path, bytes, records, recordHashes }) => ({ path, bytes, records, recordHashes })) },
    })
    const payload = Buffer.from(canonicalJson(statement))
    await zip.add(PACK_FILES.manifest, once(payload))
    await zip.add(PACK_FILES.signedManifest, once(Buffer.from(canonicalJson(signEnvelope(signer, PAYLOAD_TYPE, payload)))))
    await zip.finish()
    return { entries: written.find(({ path }) => path === PACK_FILES.entries)?.records ?? 0, files: statement.predicate.files }
  } catch (error) {
    await zip.fail(error instanceof Error ? error : new Error('The evidence pack could not be written', { cause: error }))
    throw error
  } finally {
    await rm(scratch, { recursive: true, force: true })
  }
}

function predicateWithoutFiles(meta: PackMeta, checkpoint: Checkpoint): Omit<PackPredicate, 'files'> {
  const { packId, scope, software, auditRange } = meta
  return {
    packId,
    period: { from: meta.period.from.toISOString(), to: meta.period.to.toISOString() },
    scope,
    generatedAt: meta.generatedAt.toISOString(),
    software,
    checkpoint: { origin: checkpoint.origin, size: checkpoint.size, root: toBase64(checkpoint.root) },
    auditRange,
  }
}

async function* entryLines(entries: PackContents['entries']): AsyncGenerator<string> {
  for await (const { position, leafHash, entry, proof } of entries) {
    yield `${canonicalJson({ position, leafHash: toBase64(leafHash), entry, proof: proof.map(toBase64) } satisfies EntryLine)}\n`
  }
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes
}
