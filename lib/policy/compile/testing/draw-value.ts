import type { Draw } from './draw.ts'
import { DATETIMES, DECIMALS, DURATIONS, IPS, LONGS, STRINGS } from './edge-values.ts'
import type { Fields, Type } from './schema.ts'

/** Ids of entities, one of them without data in most worlds. */
export const ENTITY_IDS = ['0', '1', 'é"', ''] as const

export const VALID = { decimal: DECIMALS, ipaddr: IPS, datetime: DATETIMES, duration: DURATIONS } as const
export const CONSTRUCTOR = { decimal: 'decimal', ipaddr: 'ip', datetime: 'datetime', duration: 'duration' } as const

/** A value of a type in Cedar's JSON; longs are bigints where a number would round. */
export function drawValue(draw: Draw, type: Type): unknown {
  switch (type.kind) {
    case 'boolean':
      return draw.rarely(2)
    case 'long':
      return draw.pick(LONGS)
    case 'string':
      return draw.pick(STRINGS)
    case 'entity':
      return { __entity: { type: type.name, id: draw.pick(ENTITY_IDS) } }
    case 'set':
      return draw.times(draw.below(4), () => drawValue(draw, type.of))
    case 'record':
      return drawFieldValues(draw, type.fields)
    default:
      return { __extn: { fn: CONSTRUCTOR[type.kind], arg: draw.pick<string>(VALID[type.kind]) } }
  }
}

export function drawFieldValues(draw: Draw, fields: Fields): Record<string, unknown> {
  const present = Object.entries(fields).filter(([, { required }]) => required || !draw.rarely(2))
  return Object.fromEntries(present.map(([name, { type }]) => [name, drawValue(draw, type)]))
}
