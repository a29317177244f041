import type { TemplateLink } from '../compile-policy-set.ts'
import type { EntityJson } from '../read-value.ts'
import { EntityRef } from '../values.ts'
import type { Draw } from './draw.ts'
import { Expressions, quoted } from './draw-expression.ts'
import { drawFieldValues, drawValue, ENTITY_IDS } from './draw-value.ts'
import { STRINGS } from './edge-values.ts'
import { ACTION_IDS, actionType, ATTRIBUTE_NAMES, drawSchema, type Schema, typeNames } from './schema.ts'

type Ref = { type: string; id: string }
export type Asking = { principal: Ref; action: Ref; resource: Ref; context: Record<string, unknown> }

/** Everything that a comparison needs. Half of the worlds hold to their schema; in the others entities and contexts stray from it. */
export type World = {
  schema: Schema
  strict: boolean
  policies: { id: string; text: string }[]
  templates: { id: string; text: string }[]
  links: TemplateLink[]
  entities: EntityJson[]
  requests: Asking[]
}

const REQUESTS_PER_WORLD = 8
const MOST_POLICIES = 5

export function drawWorld(draw: Draw): World {
  const schema = drawSchema(draw)
  const strict = draw.rarely(2)
  const onlyPermits = !draw.rarely(3)
  const effect = () => (onlyPermits ? 'permit' : draw.pick(['permit', 'forbid']))
  const policy = (slots: boolean) => `${draw.rarely(8) ? '@note("x") ' : ''}${effect()} ${drawHead(draw, schema, slots)} ${drawConditions(draw, schema)};`
  const templates = draw.rarely(4) ? [{ id: 'template', text: policy(true) }] : []
  return {
    schema,
    strict,
    policies: draw.times(1 + draw.below(MOST_POLICIES), (index) => ({ id: `policy${index}`, text: policy(false) })),
    templates,
    links: templates.flatMap((template) => draw.times(draw.below(3), (index) => drawLink(draw, schema, { ...template, id: `link${index}` }))),
    entities: drawEntities(draw, schema, strict),
    requests: draw.times(REQUESTS_PER_WORLD, () => drawRequest(draw, schema, strict)),
  }
}

const drawRef = (draw: Draw, schema: Schema): Ref => ({ type: draw.pick(typeNames(schema)), id: draw.pick(ENTITY_IDS) })
const written = ({ type, id }: Ref) => `${type}::${quoted(id)}`

function drawHead(draw: Draw, schema: Schema, slots: boolean): string {
  if (!slots && draw.rarely(2)) return '(principal, action, resource)'
  const entity = (name: string) => (slots && draw.rarely(2) ? `?${name}` : written(drawRef(draw, schema)))
  const constraint = (name: string) =>
    draw.pick([
      () => name,
      () => name,
      () => `${name} == ${entity(name)}`,
      () => `${name} in ${entity(name)}`,
      () => `${name} in ${entity(name)}`,
      () => `${name} is ${draw.pick(typeNames(schema))}`,
      () => `${name} is ${draw.pick(typeNames(schema))} in ${entity(name)}`,
    ])()
  const action = () => `${actionType(schema)}::${quoted(draw.pick(ACTION_IDS))}`
  const onAction = draw.pick([
    () => 'action',
    () => 'action',
    () => `action == ${action()}`,
    () => `action in ${action()}`,
    () => `action in [${draw.times(draw.below(4), action).join(', ')}]`,
  ])()
  // A template without a slot does not parse
  const principal = slots ? draw.pick(['principal == ?principal', 'principal in ?principal']) : constraint('principal')
  return `(${principal}, ${onAction}, ${constraint('resource')})`
}

function drawConditions(draw: Draw, schema: Schema): string {
  const expressions = new Expressions(draw, schema)
  const count = draw.pick([1, 1, 1, 2, 0])
  return draw.times(count, () => `${draw.pick(['when', 'when', 'unless'])} { ${expressions.of({ kind: 'boolean' }, 1 + draw.below(4))} }`).join(' ')
}

function drawLink(draw: Draw, schema: Schema, { id, text }: { id: string; text: string }): TemplateLink {
  const fill = (slot: string) => {
    const { type, id: entity } = drawRef(draw, schema)
    return text.includes(slot) ? [[slot, new EntityRef(type, entity)] as const] : []
  }
  return { id, templateId: 'template', values: Object.fromEntries([...fill('?principal'), ...fill('?resource')]) }
}

/** Entities with data, each in some of those after it; the last id has none in most worlds. */
function drawEntities(draw: Draw, schema: Schema, strict: boolean): EntityJson[] {
  const refs = ENTITY_IDS.flatMap((id) => typeNames(schema).map((type) => ({ type, id })))
  const deep = draw.rarely(3)
  const entities = refs.flatMap((uid, index): EntityJson[] => {
    if (draw.rarely(deep ? 5 : 2)) return []
    const { attributes = {}, tags = null } = schema.entityTypes[uid.type] ?? {}
    const later = refs.slice(index + 1)
    const parents = deep ? later.slice(0, 1) : draw.times(draw.below(3), () => later[draw.below(later.length)] ?? uid).filter((parent) => parent !== uid)
    const attrs = strict || !draw.rarely(3) ? drawFieldValues(draw, attributes) : astray(draw, schema)
    const tagged = tags && Object.fromEntries(draw.times(draw.below(3), () => [draw.pick(STRINGS), drawValue(draw, tags)]))
    return [{ uid, attrs, parents, ...(tagged ? { tags: tagged } : {}) }]
  })
  const actions = schema.actions.map(({ id, groups }) => ({
    uid: { type: actionType(schema), id },
    attrs: {},
    parents: groups.map((group) => ({ type: actionType(schema), id: group })),
  }))
  return [...entities, ...actions]
}

function drawRequest(draw: Draw, schema: Schema, strict: boolean): Asking {
  return {
    principal: drawRef(draw, schema),
    action: { type: actionType(schema), id: draw.pick(ACTION_IDS) },
    resource: drawRef(draw, schema),
    context: strict || !draw.rarely(3) ? drawFieldValues(draw, schema.context) : astray(draw, schema),
  }
}

/** Attributes of types that the schema does not expect. */
function astray(draw: Draw, schema: Schema): Record<string, unknown> {
  const other = schema.entityTypes[draw.pick(typeNames(schema))]?.attributes ?? {}
  return Object.fromEntries(Object.values(drawFieldValues(draw, other)).map((value) => [draw.pick(ATTRIBUTE_NAMES), value]))
}
