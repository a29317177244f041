import { type Document, parseDocument, type YAMLError } from 'yaml'
import { TenureError } from '#lib/core/errors.ts'
import { invalidFile } from '../invalid-file.ts'
import { pathText } from '../json-path.ts'
import { PlaceTracker, type Place } from '../place.ts'
import type { PlacedItem } from '../placed-item.ts'
import { utf8Chunks } from '../utf8-chunks.ts'
import { YamlSplitter } from './yaml-splitter.ts'

const DOCUMENT_BYTES = 4 * 1024 * 1024
/** How many aliases a document may resolve: enough for anchors that people write, too few to blow a small document up. */
const ALIASES = 100

/**
 * The documents of a YAML file (YAML 1.2.2, core schema) one after another, holding no more than one. Empty ones are passed over. Errors, all `invalid` with
 * the place: bytes that are not UTF-8, what is not YAML, a key twice in one mapping, more than 100 aliases, a document over 4 MB.
 */
export async function* readYamlDocuments(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<PlacedItem, void, undefined> {
  const splitter = new YamlSplitter()
  const places = new PlaceTracker()
  let start: Place = { line: 1, column: 1, byte: 0 }
  let first = true
  let index = 0
  const finished = function* (documents: Iterable<Uint8Array>): Generator<PlacedItem, void, undefined> {
    for (const document of documents) {
      const item = itemOf(document, start, index)
      start = placeIn(document, start, document.length)
      if (item) yield item
      index += item ? 1 : 0
    }
  }
  for await (const chunk of utf8Chunks(bytes, places)) {
    if (first) start = places.at(places.chunkStart)
    first = false
    yield* finished(splitter.split(chunk))
    if (splitter.pendingBytes > DOCUMENT_BYTES)
      throw invalidFile('has a document of more than 4 MB here: export it as JSON (-o json), which is read at any size', start)
  }
  yield* finished(splitter.rest())
}

function itemOf(bytes: Uint8Array, start: Place, index: number): PlacedItem | null {
  const text = Buffer.from(bytes).toString()
  const placeAt = (offset: number) => placeIn(bytes, start, Buffer.byteLength(text.slice(0, offset)))
  const { document, value } = parsed(text, placeAt)
  if (value === null || value === undefined) return null
  const path = `[${index}]`
  return {
    value,
    place: { ...placeAt(text.search(/^(?!---|\s*(#|%|$))/m)), path },
    placeOf: (keys) => ({ ...placeAt(offsetOf(document, keys)), path: pathText([index, ...keys]) }),
  }
}

/** A document with its value. What the parser says about a text may quote it, so its own words are not passed on. */
function parsed(text: string, placeAt: (offset: number) => Place): { document: Document; value: unknown } {
  try {
    const document = parseDocument(text, { version: '1.2', schema: 'core', prettyErrors: false, logLevel: 'silent', uniqueKeys: true })
    const [error] = document.errors
    if (error) throw invalidFile(problemOf(error), placeAt(error.pos[0]))
    const value: unknown = document.toJS({ maxAliasCount: ALIASES })
    return { document, value }
  } catch (error) {
    if (error instanceof TenureError) throw error
    if (error instanceof ReferenceError) throw invalidFile('has a document here with aliases that cannot be resolved, or with too many', placeAt(0))
    if (error instanceof RangeError) throw invalidFile('has a document here that is nested too deep', placeAt(0))
    throw error
  }
}

function problemOf({ code }: YAMLError): string {
  if (code === 'DUPLICATE_KEY') return 'has a key here that stands twice in one mapping'
  return code === 'MULTIPLE_DOCS' ? 'goes on here after the end of its document' : 'is not valid YAML here'
}

/** Where in the text the value at `keys` begins; that of the nearest one around it where it is missing. */
function offsetOf(document: Document, keys: readonly PropertyKey[]): number {
  for (let length = keys.length; length > 0; length -= 1) {
    const node: unknown = document.getIn(keys.slice(0, length), true)
    const range: unknown = typeof node === 'object' && node !== null && 'range' in node ? node.range : null
    if (Array.isArray(range) && typeof range[0] === 'number') return range[0]
  }
  return document.contents?.range?.[0] ?? 0
}

function placeIn(bytes: Uint8Array, start: Place, offset: number): Place {
  const places = new PlaceTracker(start)
  places.enter(bytes)
  return places.at(start.byte + offset)
}
