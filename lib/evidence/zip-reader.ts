import type { Readable } from 'node:stream'
import { type Entry, openPromise, type ZipFile } from 'yauzl'
import { TenureError } from '#lib/core/errors.ts'
import { PackPath, type PackProblem } from './pack-format.ts'

/** More files than any pack has. */
const MAX_FILES = 10_000
/** Info-ZIP's second file name: some programs unpack to it, others do not see it. */
const UNICODE_PATH = 0x7075

/** A zip opened for reading. Only files whose name and place are in order are readable; everything else about the archive is among the problems. */
export type PackArchive = {
  readonly paths: ReadonlySet<string>
  readonly problems: readonly PackProblem[]
  read(path: string): Promise<Readable>
  close(): void
}

/**
 * Opens a zip that may have been made to deceive. Names must be plain and unlike one another, each file must have bytes of its own, and both
 * of its headers must agree on its name, so that every program unpacks the very files that were verified. Throws `not_found` when there is no such file.
 */
export async function openPackArchive(path: string): Promise<PackArchive> {
  let zip: ZipFile
  try {
    // Names stay bytes here: how to read them is a question with several answers, and a pack's names need none.
    zip = await openPromise(path, { lazyEntries: true, autoClose: false, decodeStrings: false, validateEntrySizes: true })
  } catch (cause) {
    if (isSystemError(cause)) throw new TenureError('not_found', `The file ${path} cannot be opened: ${cause.message}`, { cause })
    return unreadable(cause)
  }
  const entries: Entry[] = []
  try {
    for await (const entry of zip.eachEntry()) {
      if (entries.length === MAX_FILES) throw new Error(`it lists more than ${MAX_FILES} files`)
      entries.push(entry)
    }
  } catch (cause) {
    zip.close()
    return unreadable(cause)
  }
  const { files, problems } = await sortOut(zip, entries)
  return {
    paths: new Set(files.keys()),
    problems,
    async read(name) {
      const entry = files.get(name)
      if (!entry) throw new Error(`The archive has no file ${name}`)
      return zip.openReadStreamPromise(entry)
    },
    close: () => zip.close(),
  }
}

/** Tells the files whose name and place are in order from the rest. */
async function sortOut(zip: ZipFile, entries: readonly Entry[]): Promise<{ files: Map<string, Entry>; problems: PackProblem[] }> {
  const problems: PackProblem[] = []
  const files = new Map<string, Entry>()
  const seen = new Set<string>()
  let free = 0
  for (const entry of entries.toSorted((one, other) => one.relativeOffsetOfLocalHeader - other.relativeOffsetOfLocalHeader)) {
    const file = nameOf(entry)
    const isTaken = seen.has(file.toLowerCase())
    const overlaps = entry.relativeOffsetOfLocalHeader < free
    const what = isTaken ? 'stands in the archive twice' : overlaps ? 'shares its bytes with another file of the archive' : await faultOf(zip, entry)
    seen.add(file.toLowerCase())
    free = entry.relativeOffsetOfLocalHeader + entry.compressedSize
    if (what) problems.push({ file, what })
    else files.set(file, entry)
  }
  return { files, problems }
}

const nameOf = (entry: Entry) => Buffer.from(entry.fileNameRaw).toString('latin1')

async function faultOf(zip: ZipFile, entry: Entry): Promise<string | null> {
  const name = nameOf(entry)
  if (!PackPath.safeParse(name).success || entry.extraFields.some(({ id }) => id === UNICODE_PATH))
    return 'has a name that no pack uses; do not unpack this archive'
  try {
    const local = await zip.readLocalFileHeaderPromise(entry, { minimal: false })
    return Buffer.from(local.fileName).toString('latin1') === name ? null : 'has another name where its bytes stand'
  } catch (cause) {
    return `cannot be found in the archive: ${messageOf(cause)}`
  }
}

function unreadable(cause: unknown): PackArchive {
  const problems = [{ file: '(archive)', what: `is not a readable zip: ${messageOf(cause)}` }]
  return { paths: new Set(), problems, read: () => Promise.reject(cause), close: () => undefined }
}

const messageOf = (cause: unknown) => (cause instanceof Error ? cause.message : String(cause))

function isSystemError(cause: unknown): cause is NodeJS.ErrnoException {
  return cause instanceof Error && 'syscall' in cause
}
