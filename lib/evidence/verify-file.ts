import { PACK_FILES, type PackedFile, type PackProblem, recordKind } from './pack-format.ts'
import { readPackFile, type ReadResult } from './read-file.ts'
import { recordSplitter } from './split-records.ts'
import { checkRecords, hashLines, type RecordsCheck } from './verify-records.ts'
import type { PackArchive } from './zip-reader.ts'

/** A file as the manifest lists it; without a hash when there is no manifest. */
export type ListedFile = PackedFile & { sha256: string | null }
export type FileVerdict = { problem: PackProblem | null; records: number; bytes: number }
export type FileOptions = { check: RecordsCheck | null; isListSound: boolean; limit: number }

/**
 * Reads a file of the pack once: hash, size, number of records, and its first bad record. `check` looks at the records of the audit log;
 * those of other files are compared with their list of hashes, unless that list is itself damaged and would accuse the wrong record.
 */
export async function verifyFile(archive: PackArchive, file: ListedFile, options: FileOptions): Promise<FileVerdict> {
  const headers = recordKind(file.path) === 'csv' ? 1 : 0
  const list = options.check ? null : await openList(archive, file, options.isListSound)
  const check = options.check ?? (list && checkRecords(file.path, headers ? 0 : 1, list))
  try {
    const { sha256, bytes, rows, fault } = await readRecords(archive, { path: file.path, limit: Math.min(file.bytes, options.limit) }, check)
    const records = Math.max(0, rows - headers)
    const problem = (await check?.finish(fault)) ?? faultOf(file, { fault, sha256, records })
    return { problem, records, bytes }
  } finally {
    await list?.return(undefined)
  }
}

async function openList(archive: PackArchive, file: ListedFile, isSound: boolean): Promise<AsyncGenerator<string> | null> {
  return isSound && file.recordHashes ? hashLines(await archive.read(file.recordHashes)) : null
}

/** Streams the file's records through the check. */
async function readRecords(archive: PackArchive, place: { path: string; limit: number }, check: RecordsCheck | null): Promise<ReadResult & { rows: number }> {
  const kind = recordKind(place.path)
  const splitter = kind && recordSplitter(kind)
  let rows = 0
  const take = async (record: Uint8Array) => {
    rows++
    await check?.take(record)
  }
  const read = await readPackFile(archive, place, async (chunk) => {
    for (const record of splitter?.push(chunk) ?? []) await take(record)
  })
  const rest = read.fault ? null : (splitter?.end() ?? null)
  if (!rest) return { ...read, rows }
  // Every entry ends with a line feed; a data file is as its source wrote it.
  if (place.path === PACK_FILES.entries) return { ...read, rows, fault: 'ends in the middle of a line' }
  await take(rest)
  return { ...read, rows }
}

function faultOf(file: ListedFile, found: { fault: string | null; sha256: string; records: number }): PackProblem | null {
  if (found.fault) return { file: file.path, what: found.fault }
  if (file.sha256 !== null && found.sha256 !== file.sha256) return { file: file.path, what: 'was changed: its SHA-256 is not the one in the manifest' }
  if (file.records !== null && file.records !== found.records)
    return { file: file.path, what: `holds ${found.records} records where the manifest counts ${file.records}` }
  return null
}
