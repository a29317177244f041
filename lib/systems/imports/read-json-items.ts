import { TokenParser, Tokenizer, TokenType, type ParsedTokenInfo } from '@streamparser/json'
import { TenureError } from '#lib/core/errors.ts'
import { invalidFile } from './invalid-file.ts'
import { JsonPath, pathText } from './json-path.ts'
import { locateValue } from './locate-value.ts'
import { PlaceTracker, type Place } from './place.ts'
import { utf8Chunks } from './utf8-chunks.ts'

/** One item of a list of a JSON file (or a lone member of its root), with its place. `list` is '' for a list that is the root itself. */
export type JsonItem = {
  list: string
  index: number
  value: unknown
  place: Place & { path: string }
  placeOf: (keys: readonly PropertyKey[]) => Place & { path: string }
}

export type JsonItemOptions = {
  /** Members of the root object whose items are wanted; '' is the root itself when it is a list. */
  lists: readonly string[]
  /** Members of the root object that are wanted whole; each comes as an item with index 0. */
  members?: readonly string[]
  /** The largest item that is read, in bytes. Bounds the memory of a read. */
  itemBytes?: number
}

const ITEM_BYTES = 16 * 1024 * 1024
const MAX_DEPTH = 64

/**
 * The wanted items of one JSON text (RFC 8259), in the order of the file, holding no more than one item and one chunk in memory.
 * What is not wanted is checked for its grammar and dropped. Errors, all `invalid` with the place: bytes that are not UTF-8 JSON,
 * a file that ends early or goes on after its end, a list that is not one or comes twice, nesting over 64, an item over `itemBytes`.
 */
export async function* readJsonItems(bytes: AsyncIterable<Uint8Array>, options: JsonItemOptions): AsyncGenerator<JsonItem, void, undefined> {
  const places = new PlaceTracker()
  const reader = new ItemReader(places, options)
  for await (const chunk of utf8Chunks(bytes, places)) yield* reader.read(chunk)
  reader.finish()
}

class ItemReader {
  readonly #places: PlaceTracker
  readonly #lists: readonly string[]
  readonly #members: readonly string[]
  readonly #itemBytes: number
  readonly #path = new JsonPath()
  readonly #tokenizer = new Tokenizer()
  readonly #seen = new Set<string>()
  #parser: TokenParser | null = null
  #rootIsList = false
  #textStart: number | null = null
  #tokenStart = 0
  /** Where the last unwanted or finished value ended: what is longer than an item since then is refused. */
  #settled = 0
  #itemStart: (Place & { path: string }) | null = null
  #itemHead: Uint8Array[] = []
  #chunk: Uint8Array = new Uint8Array(0)
  #items: JsonItem[] = []

  constructor(places: PlaceTracker, { lists, members = [], itemBytes = ITEM_BYTES }: JsonItemOptions) {
    this.#places = places
    this.#lists = lists
    this.#members = members
    this.#itemBytes = itemBytes
    this.#tokenizer.onToken = (info) => this.#take(info)
  }

  /** Takes a chunk that `places` has entered; returns the items that it completes. */
  read(chunk: Uint8Array): JsonItem[] {
    this.#items = []
    this.#chunk = chunk
    this.#textStart ??= this.#places.chunkStart
    try {
      this.#tokenizer.write(chunk)
    } catch (error) {
      throw this.#refusal(error)
    }
    const end = this.#places.chunkStart + chunk.length
    if (end - this.#settled > this.#itemBytes) {
      throw invalidFile(`is larger than ${this.#itemBytes / 1024 / 1024} MB, more than any such entry holds`, this.#itemStart ?? this.#here(this.#tokenStart))
    }
    if (this.#itemStart) this.#itemHead.push(chunk.slice(Math.max(0, this.#itemStart.byte - this.#places.chunkStart)))
    return this.#items
  }

  /** Refuses a file that ended before its JSON did, or that held none of the wanted lists. */
  finish(): void {
    if (this.#parser?.isEnded) return this.#missNothing()
    const path = this.#path.toString()
    const inside = path ? `in the middle of ${path}` : 'before its JSON does'
    throw invalidFile(`ends ${inside}: it is cut off. Export it again`, this.#places.end())
  }

  #missNothing(): void {
    const wanted = this.#lists.filter(Boolean)
    if (wanted.length === 0 || this.#rootIsList || wanted.some((list) => this.#seen.has(list))) return
    throw invalidFile(`holds none of ${wanted.join(', ')}`, { line: 1, column: 1, byte: 0 })
  }

  #take(info: ParsedTokenInfo): void {
    const { token, value } = info
    const start = (this.#textStart ?? 0) + info.offset
    this.#tokenStart = start
    this.#parser ??= this.#startParser(token)
    if (this.#path.depth > MAX_DEPTH) throw invalidFile(`is nested more than ${MAX_DEPTH} levels deep`, this.#here(start))
    if (this.#path.startsValue(token)) this.#startValue(token, start)
    this.#path.take(token, value)
    this.#parser.write(info)
    if (!this.#itemStart) this.#settled = start
  }

  #startParser(token: TokenType): TokenParser {
    const paths =
      token === TokenType.LEFT_BRACKET
        ? ['$.*']
        : [...this.#lists.filter(Boolean).map((list) => `$.${list}.*`), ...this.#members.map((member) => `$.${member}`)]
    const wanted = token === TokenType.LEFT_BRACE || (token === TokenType.LEFT_BRACKET && this.#lists.includes(''))
    if (!wanted) throw invalidFile(`must be a JSON ${this.#lists.includes('') ? 'list' : 'object'}`, this.#here(this.#tokenStart))
    this.#rootIsList = token === TokenType.LEFT_BRACKET
    const parser = new TokenParser({ paths, keepStack: false })
    parser.onValue = ({ value }) => this.#complete(value)
    parser.onEnd = () => {
      if (!this.#tokenizer.isEnded) this.#tokenizer.end()
    }
    return parser
  }

  #startValue(token: TokenType, start: number): void {
    const { depth, rootIsList, rootKey } = this.#path
    const isItem = rootIsList ? depth === 1 : depth === 2 && rootKey !== null && this.#lists.includes(rootKey)
    if (isItem) this.#itemStart = this.#here(start)
    else if (depth === 1 && rootKey !== null) this.#startMember(rootKey, token, start)
  }

  #startMember(key: string, token: TokenType, start: number): void {
    const isList = this.#lists.includes(key)
    if (!isList && !this.#members.includes(key)) return
    if (this.#seen.has(key)) throw invalidFile('comes twice in the file', this.#here(start))
    this.#seen.add(key)
    if (!isList) this.#itemStart = this.#here(start)
    else if (token !== TokenType.LEFT_BRACKET) throw invalidFile('must be a list', this.#here(start))
  }

  #complete(value: unknown): void {
    const place = this.#itemStart
    if (!place) return
    const keys = this.#path.keys()
    const index = keys.at(-1)
    const head = this.#itemHead
    const chunk = this.#chunk
    const chunkStart = this.#places.chunkStart
    this.#items.push({
      list: this.#path.rootKey ?? '',
      index: typeof index === 'number' ? index : 0,
      value,
      place,
      placeOf: (inner) => {
        if (inner.length === 0) return place
        const bytes = Buffer.concat([...head, head.length ? chunk : chunk.subarray(Math.max(0, place.byte - chunkStart))])
        return { ...locateValue(bytes, place, inner), path: pathText([...keys, ...inner]) }
      },
    })
    this.#itemStart = null
    this.#itemHead = []
    this.#settled = this.#tokenStart
  }

  #here(offset: number): Place & { path: string } {
    return { ...this.#places.at(offset), path: this.#path.toString() }
  }

  #refusal(error: unknown): unknown {
    if (error instanceof TenureError) return error
    const message = error instanceof Error ? error.message : ''
    const problem = message.endsWith('in state ENDED') ? 'goes on after the end of its JSON' : 'is not valid JSON here'
    const position = /absolute position "(\d+)"/.exec(message)?.[1]
    if (position) return invalidFile(problem, this.#here((this.#textStart ?? 0) + Number(position)))
    if (/^Unexpected [A-Z_]+ \(/.test(message)) return invalidFile(problem, this.#here(this.#tokenStart))
    return error
  }
}
