import type { Draw } from './draw.ts'
import { CONSTRUCTOR, ENTITY_IDS, VALID } from './draw-value.ts'
import { BAD_DATETIMES, BAD_DECIMALS, BAD_DURATIONS, BAD_IPS, LONGS, STRINGS } from './edge-values.ts'
import { ATTRIBUTE_NAMES, type Fields, type Schema, type Type, typeNames } from './schema.ts'

const INVALID = { decimal: BAD_DECIMALS, ipaddr: BAD_IPS, datetime: BAD_DATETIMES, duration: BAD_DURATIONS } as const
const KINDS = ['boolean', 'long', 'string', 'decimal', 'ipaddr', 'datetime', 'duration'] as const

/** A path such as `principal.a.b`, with the type of what it leads to. */
type Path = { text: string; type: Type }

/** Draws expressions in Cedar's text, of a type wanted, over paths that mostly exist; now and then of another type, so that policies err. */
export class Expressions {
  readonly #draw: Draw
  readonly #schema: Schema
  readonly #paths: Path[]

  constructor(draw: Draw, schema: Schema) {
    this.#draw = draw
    this.#schema = schema
    const variables: Path[] = ['principal', 'resource'].map((text) => ({ text, type: { kind: 'entity', name: draw.pick(typeNames(schema)) } }))
    const roots: Path[] = [...variables, { text: 'context', type: { kind: 'record', fields: schema.context } }]
    this.#paths = roots.flatMap((root) => [root, ...this.#below(root, 2)])
  }

  of(type: Type, depth: number): string {
    const draw = this.#draw
    if (draw.rarely(60)) return this.of(this.#anyType(), depth - 1)
    if (depth <= 0) return this.#leaf(type)
    if (draw.rarely(14)) return `(if ${this.of(BOOLEAN, depth - 1)} then ${this.of(type, depth - 1)} else ${this.of(type, depth - 1)})`
    if (type.kind !== 'boolean' && draw.rarely(3)) return this.#leaf(type)
    if (draw.rarely(25)) return `(${this.of({ kind: 'entity', name: draw.pick(typeNames(this.#schema)) }, depth - 1)}).getTag(${this.of(STRING, depth - 1)})`
    switch (type.kind) {
      case 'boolean':
        return this.#boolean(depth - 1)
      case 'long':
        return this.#long(depth - 1)
      case 'set':
        return `[${draw.times(draw.below(4), () => this.of(type.of, depth - 1)).join(', ')}]`
      case 'record':
        return this.#record(type.fields, depth - 1)
      case 'datetime':
        return draw.pick([
          () => `${this.of(type, depth - 1)}.offset(${this.of({ kind: 'duration' }, depth - 1)})`,
          () => `${this.of(type, depth - 1)}.toDate()`,
        ])()
      case 'duration':
        return draw.pick([
          () => `${this.of({ kind: 'datetime' }, depth - 1)}.durationSince(${this.of({ kind: 'datetime' }, depth - 1)})`,
          () => `${this.of({ kind: 'datetime' }, depth - 1)}.toTime()`,
        ])()
      default:
        return this.#leaf(type)
    }
  }

  #boolean(depth: number): string {
    const draw = this.#draw
    const any = this.#anyType()
    const a = (type: Type) => this.of(type, depth)
    const entity = (): Type => ({ kind: 'entity', name: draw.pick(typeNames(this.#schema)) })
    const set: Type = { kind: 'set', of: any }
    const decimal: Type = { kind: 'decimal' }
    const ip: Type = { kind: 'ipaddr' }
    const ordered: Type = { kind: draw.pick(['long', 'long', 'datetime', 'duration']) }
    return draw.pick([
      () => `(${a(BOOLEAN)} && ${a(BOOLEAN)})`,
      () => `(${a(BOOLEAN)} || ${a(BOOLEAN)})`,
      () => `!${a(BOOLEAN)}`,
      () => `(${a(any)} ${draw.pick(['==', '!='])} ${a(any)})`,
      () => `(${a(ordered)} ${draw.pick(['<', '<=', '>', '>='])} ${a(ordered)})`,
      () => `(${a(ordered)} ${draw.pick(['<', '<=', '>', '>='])} ${a(ordered)})`,
      () => `(${a(entity())} in ${a(entity())})`,
      () => `(${a(entity())} in ${a({ kind: 'set', of: entity() })})`,
      () => `(${a(entity())} is ${draw.pick(typeNames(this.#schema))}${draw.rarely(2) ? ` in ${a(entity())}` : ''})`,
      () => this.#like(depth),
      () => this.#like(depth),
      () => `${a(set)}.contains(${a(any)})`,
      () => `${a(set)}.${draw.pick(['containsAll', 'containsAny'])}(${a(set)})`,
      () => `${a(set)}.isEmpty()`,
      () => this.#has(depth),
      () => this.#has(depth),
      () => `${a(entity())}.hasTag(${a(STRING)})`,
      () => `${a(decimal)}.${draw.pick(['lessThan', 'lessThanOrEqual', 'greaterThan', 'greaterThanOrEqual'])}(${a(decimal)})`,
      () => `${a(ip)}.${draw.pick(['isIpv4', 'isIpv6', 'isLoopback', 'isMulticast'])}()`,
      () => `${a(ip)}.isInRange(${a(ip)})`,
    ])()
  }

  #long(depth: number): string {
    const draw = this.#draw
    const a = (type: Type) => this.of(type, depth)
    return draw.pick([
      () => `(${a(LONG)} ${draw.pick(['+', '-', '*'])} ${a(LONG)})`,
      () => `(-${a(LONG)})`,
      () => `${a({ kind: 'duration' })}.${draw.pick(['toMilliseconds', 'toSeconds', 'toMinutes', 'toHours', 'toDays'])}()`,
    ])()
  }

  #record(fields: Fields, depth: number): string {
    const present = Object.entries(fields).filter(() => !this.#draw.rarely(6))
    return `{${present.map(([name, { type }]) => `${quoted(name)}: ${this.of(type, depth)}`).join(', ')}}`
  }

  /** `has`, half of the time as the guard that makes reading safe. */
  #has(depth: number): string {
    const draw = this.#draw
    const { text, type } = this.#paths[draw.below(this.#paths.length)] ?? { text: 'context', type: BOOLEAN }
    const name = draw.pick(ATTRIBUTE_NAMES)
    if (draw.rarely(4)) return `(${text} has ${draw.times(1 + draw.below(3), () => draw.pick(['a', 'b', 'c', 'd'])).join('.')})`
    const test = `(${text} has ${quoted(name)})`
    const fields = this.#fieldsOf(type)
    const field = Object.hasOwn(fields, name) ? fields[name] : undefined
    return field && draw.rarely(2) ? `(${test} && ${text}[${quoted(name)}] == ${this.of(field.type, depth)})` : test
  }

  #leaf(type: Type): string {
    const draw = this.#draw
    const paths = this.#paths.filter((path) => sameType(path.type, type))
    const path = paths[draw.below(paths.length)]
    return path && !draw.rarely(3) ? path.text : this.#literal(type)
  }

  #literal(type: Type): string {
    const draw = this.#draw
    switch (type.kind) {
      case 'boolean':
        return draw.pick(['true', 'false'])
      case 'long':
        return longLiteral(draw.pick(LONGS))
      case 'string':
        return quoted(draw.pick(STRINGS))
      case 'entity':
        return `${type.name}::${quoted(draw.pick(ENTITY_IDS))}`
      case 'set':
        return `[${draw.times(draw.below(3), () => this.#literal(type.of)).join(', ')}]`
      case 'record':
        return `{${Object.entries(type.fields)
          .map(([name, field]) => `${quoted(name)}: ${this.#literal(field.type)}`)
          .join(', ')}}`
      default:
        return `${CONSTRUCTOR[type.kind]}(${quoted(draw.rarely(12) ? draw.pick<string>(INVALID[type.kind]) : draw.pick<string>(VALID[type.kind]))})`
    }
  }

  /** A pattern, and mostly a text that its pieces make up but for a letter: it matches, or only would if pieces might overlap. */
  #like(depth: number): string {
    const draw = this.#draw
    const pieces = draw.times(1 + draw.below(4), () => (draw.rarely(8) ? draw.pick(STRINGS) : draw.pick(['a', 'b', 'ab', 'aa', ''])))
    const pattern = pieces.map((piece) => quoted(piece).slice(1, -1).replaceAll('*', '\\*')).join('*')
    const near = Array.from(pieces.join(draw.rarely(3) ? 'b' : ''))
    const gone = draw.rarely(2) ? draw.below(near.length) : -1
    const text = draw.rarely(5) ? this.of(STRING, depth) : quoted(near.filter((_, index) => index !== gone).join(''))
    return `(${text} like "${pattern}")`
  }

  #anyType(): Type {
    const path = this.#paths[this.#draw.below(this.#paths.length)]
    return path && this.#draw.rarely(2) ? path.type : { kind: this.#draw.pick(KINDS) }
  }

  #below(path: Path, depth: number): Path[] {
    if (depth === 0) return []
    return Object.entries(this.#fieldsOf(path.type)).flatMap(([name, { type }]) => {
      const next = { text: `${path.text}[${quoted(name)}]`, type }
      return [next, ...this.#below(next, depth - 1)]
    })
  }

  #fieldsOf(type: Type): Fields {
    if (type.kind === 'record') return type.fields
    return type.kind === 'entity' ? (this.#schema.entityTypes[type.name]?.attributes ?? {}) : {}
  }
}

const BOOLEAN: Type = { kind: 'boolean' }
const LONG: Type = { kind: 'long' }
const STRING: Type = { kind: 'string' }

/** A string as Cedar writes it. */
export function quoted(text: string): string {
  return `"${text.replace(/["\\\p{Cc}]/gu, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`)}"`
}

const longLiteral = (value: bigint) => (value < 0n ? `(${value})` : `${value}`)

const sameType = (left: Type, right: Type) => JSON.stringify(left) === JSON.stringify(right)
