import { createWriteStream } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { crc32, inflateRawSync } from 'node:zlib'
import { signCheckpoint } from '#lib/audit/checkpoint.ts'
import { type AuditEntryRecord, entryLeafHash } from '#lib/audit/entry-leaf.ts'
import { inclusionProof } from '#lib/audit/inclusion-proof.ts'
import { newNodes, nodeReader, treeRoot } from '#lib/audit/merkle.ts'
import { csvLine } from '#lib/core/csv.ts'
import { AuditEntryId, EvidencePackId } from '#lib/core/ids.ts'
import { createSigner, generateSigningKey, type Signer } from '#lib/crypto/signing.ts'
import { type PackContents, type PackFile, type ProvenEntry, writePack } from '#lib/evidence/write-pack.ts'

/** A signer with a new key. */
export function sampleSigner(name = 'tenure.test/audit'): Signer {
  return createSigner({ name, privateKey: generateSigningKey().privateKey })
}

/** A sealed log of so many entries: the entries with their proofs, and its root. */
export function sampleLog(size: number): { entries: ProvenEntry[]; root: Uint8Array } {
  const records = Array.from({ length: size }, (_, index): AuditEntryRecord => {
    const id = AuditEntryId.create()
    const before = { state: 'pending' }
    return {
      id,
      at: new Date(Date.UTC(2026, 10, 1, 0, index)).toISOString(),
      actor: 'system:test',
      actorName: 'Zoë',
      action: 'access.approve',
      entity: 'accessRequest',
      entityId: `req_${index}`,
      reason: null,
      requestId: null,
      before,
      after: { state: 'approved', index },
    }
  })
  const hashes = records.map(entryLeafHash)
  const read = nodeReader(newNodes(0, hashes, nodeReader([])))
  const entries = records.map((entry, position) => ({
    position,
    entry,
    leafHash: hashes[position] ?? new Uint8Array(),
    proof: inclusionProof(position, size, read),
  }))
  return { entries, root: treeRoot(size, read) }
}

const inPieces = (text: string) => text.match(/[^]{1,50}/g) ?? []
const IDENTITIES = Array.from({ length: 12 }, (_, index) => ({
  id: `nhi_${index}`,
  name: `svc-${index}`,
  purpose: index % 3 ? 'nightly "restore" drill' : 'line one\nline two',
}))

/** The data files of the sample pack, in pieces that break in the middle of records. */
export function sampleFiles(): PackFile[] {
  const csv = csvLine(['id', 'name', 'purpose']) + IDENTITIES.map(({ id, name, purpose }) => csvLine([id, name, purpose])).join('')
  return [
    { path: 'summary.html', chunks: ['<!doctype html><title>Evidence</title>'] },
    { path: 'register/identities.csv', chunks: inPieces(csv) },
    { path: 'register/identities.jsonl', chunks: inPieces(IDENTITIES.map((identity) => `${JSON.stringify(identity)}\n`).join('')) },
    { path: 'leases/leases.csv', chunks: [csvLine(['id', 'state'])] },
  ]
}

/** The contents of a pack over positions 5 to 24 of a log of 40 entries; `change` replaces parts of them. */
export function samplePack(signer: Signer, change: Partial<PackContents> = {}): PackContents {
  const { entries, root } = sampleLog(40)
  return {
    meta: {
      packId: EvidencePackId.create(),
      period: { from: new Date('2026-11-01T00:00:00Z'), to: new Date('2026-11-30T00:00:00Z') },
      scope: { kind: 'period' },
      generatedAt: new Date('2026-11-22T10:00:00Z'),
      software: { name: 'tenure', version: '0.1.0' },
      auditRange: { start: 5, end: 25 },
    },
    signer,
    checkpoint: signCheckpoint({ size: 40, root }, signer),
    entries: entries.slice(5, 25),
    files: sampleFiles(),
    ...change,
  }
}

/** Writes the sample pack to a file. */
export async function writeSamplePack(path: string, signer: Signer, change: Partial<PackContents> = {}): Promise<void> {
  await writePack(createWriteStream(path), samplePack(signer, change))
}

/** The files of a zip, in its order. Reads what the writer writes, and no more. */
export async function unzip(path: string): Promise<Map<string, Buffer>> {
  const zip = await readFile(path)
  const files = new Map<string, Buffer>()
  const directoryEnd = zip.lastIndexOf(Buffer.from('PK\u0005\u0006'))
  let at = zip.readUInt32LE(directoryEnd + 16)
  while (at < directoryEnd) {
    const [method, packed, nameLength, extra, comment, local] = [
      zip.readUInt16LE(at + 10),
      zip.readUInt32LE(at + 20),
      zip.readUInt16LE(at + 28),
      zip.readUInt16LE(at + 30),
      zip.readUInt16LE(at + 32),
      zip.readUInt32LE(at + 42),
    ]
    const start = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28)
    const bytes = zip.subarray(start, start + packed)
    files.set(zip.toString('latin1', at + 46, at + 46 + nameLength), method === 8 ? inflateRawSync(bytes) : Buffer.from(bytes))
    at += 46 + nameLength + extra + comment
  }
  return files
}

export type ZipEntry = { name: string; bytes: Uint8Array; localName?: string; extra?: Uint8Array }

/** A zip with any names whatever, stored without compression: what an attacker can make. */
export async function zipTo(path: string, entries: Iterable<ZipEntry>): Promise<void> {
  const bodies: Buffer[] = []
  const directory: Buffer[] = []
  let offset = 0
  for (const { name, bytes, localName = name, extra = new Uint8Array() } of entries) {
    const fixed = Buffer.alloc(26)
    fixed.writeUInt16LE(20, 0)
    fixed.writeUInt32LE(crc32(bytes), 10)
    fixed.writeUInt32LE(bytes.length, 14)
    fixed.writeUInt32LE(bytes.length, 18)
    fixed.writeUInt16LE(Buffer.byteLength(name), 22)
    const local = Buffer.from(fixed)
    local.writeUInt16LE(Buffer.byteLength(localName), 22)
    fixed.writeUInt16LE(extra.length, 24)
    const tail = Buffer.alloc(14)
    tail.writeUInt32LE(offset, 10)
    const body = Buffer.concat([Buffer.from('PK\u0003\u0004'), local, Buffer.from(localName), bytes])
    bodies.push(body)
    directory.push(Buffer.concat([Buffer.from('PK\u0001\u0002\u0014\u0000'), fixed, tail, Buffer.from(name), extra]))
    offset += body.length
  }
  const end = Buffer.alloc(18)
  const listing = Buffer.concat(directory)
  end.writeUInt16LE(directory.length, 4)
  end.writeUInt16LE(directory.length, 6)
  end.writeUInt32LE(listing.length, 8)
  end.writeUInt32LE(offset, 12)
  await writeFile(path, Buffer.concat([...bodies, listing, Buffer.from('PK\u0005\u0006'), end]))
}

/** A zip of the files of a map. */
export async function zipFiles(path: string, files: ReadonlyMap<string, Uint8Array>): Promise<void> {
  await zipTo(
    path,
    Array.from(files, ([name, bytes]) => ({ name, bytes })),
  )
}
