import { pathOf, placeOf } from './place.mjs'
import { MODEL_WRITES, RAW_WRITES, WRITING_SQL } from './write-names.mjs'

const CLIENTS = new Set(['db', 'tx', 'prisma', 'pool', 'connection', 'client'])
const RAW = new Set(['$queryRaw', '$queryRawUnsafe', 'query'])

/** Writes belong into a verb, which the command wraps with permission and audit: reads, rules, timers, pages and routes make none. */
export const mutationsRule = {
  meta: { type: 'problem', schema: [] },
  create(context) {
    if (mayWrite(placeOf(pathOf(context.filename)))) return {}
    const report = (node, name) => context.report({ node, message: `${name}: writes live in a command file of lib/<room>` })
    return {
      CallExpression(node) {
        const names = chainOf(node.callee)
        const last = names.at(-1)
        if (!names.slice(0, -1).some((name) => CLIENTS.has(name))) return
        if ((MODEL_WRITES.has(last) && names.length > 2) || RAW_WRITES.has(last)) report(node, last)
        else if (RAW.has(last) && WRITING_SQL.test(textOf(node.arguments[0]))) report(node, last)
      },
      TaggedTemplateExpression(node) {
        const last = chainOf(node.tag).at(-1)
        if (RAW_WRITES.has(last) || (RAW.has(last) && WRITING_SQL.test(textOf(node.quasi)))) report(node, last)
      },
    }
  },
}

function mayWrite({ top, room, kind, test }) {
  if (test || !['lib', 'app', 'control-plane', 'components'].includes(top)) return true
  return kind === 'verb' || kind === 'part' || (kind === 'kernel' && !['config', 'crypto'].includes(room))
}

/** `scope.tx.identity.update` as its names. */
function chainOf(node) {
  if (node?.type === 'ChainExpression' || node?.type === 'TSInstantiationExpression') return chainOf(node.expression)
  if (node?.type === 'MemberExpression') return [...chainOf(node.object), node.property.name ?? node.property.value]
  return [node?.name]
}

/** The text of a literal or template, or of the `text` of an object literal; what is put in stays out. */
function textOf(node) {
  if (node?.type === 'TemplateLiteral') return node.quasis.map((quasi) => quasi.value.raw).join(' ')
  if (node?.type === 'ObjectExpression') return node.properties.map((property) => textOf(property.value)).join(' ')
  return typeof node?.value === 'string' ? node.value : ''
}
