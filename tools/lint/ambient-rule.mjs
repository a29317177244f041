import { pathOf, placeOf } from './place.mjs'

const WATCHED = new Set(['lib', 'app', 'components', 'control-plane'])
// Where time comes in: the edges, and what libraries call back without a time (next-auth in people, waiting in db)
const HAS_A_CLOCK = new Set(['config', 'db', 'people', 'jobs', 'web'])
const TAKE_NOW = 'take `now` as an argument'
const READ_CONFIG = 'read it from #lib/config'

/** The clock and the environment come in from the edge, as arguments: tests move the one and set the other. */
export const ambientRule = {
  meta: { type: 'problem', schema: [] },
  create(context) {
    const { top, room, test } = placeOf(pathOf(context.filename))
    if (test || !WATCHED.has(top)) return {}
    const say = (node, what, remedy) => context.report({ node, message: `${what}: ${remedy}` })
    const clock = top === 'lib' && !HAS_A_CLOCK.has(room) ? clockVisitor(say) : {}
    const environment = top === 'lib' && room === 'config' ? {} : environmentVisitor(say)
    return { ...clock, ...environment, MemberExpression: (node) => [clock, environment].forEach((visitor) => visitor.MemberExpression?.(node)) }
  },
}

function clockVisitor(say) {
  return {
    NewExpression(node) {
      if (node.callee.name === 'Date' && node.arguments.length === 0) say(node, 'new Date()', TAKE_NOW)
    },
    CallExpression(node) {
      if (node.callee.name === 'Date') say(node, 'Date()', TAKE_NOW)
    },
    MemberExpression(node) {
      if (isMember(node, 'Date', 'now')) say(node, 'Date.now', TAKE_NOW)
    },
  }
}

function environmentVisitor(say) {
  return {
    MemberExpression(node) {
      if (isMember(node, 'process', 'env')) say(node, 'process.env', READ_CONFIG)
    },
    VariableDeclarator(node) {
      const takesEnv = node.id.type === 'ObjectPattern' && node.id.properties.some((property) => property.key?.name === 'env')
      if (node.init?.name === 'process' && takesEnv) say(node, 'process.env', READ_CONFIG)
    },
    ImportDeclaration(node) {
      const fromProcess = ['process', 'node:process'].includes(node.source.value)
      if (fromProcess && node.specifiers.some((specifier) => specifier.imported?.name === 'env')) say(node, 'process.env', READ_CONFIG)
    },
  }
}

function isMember({ object, property }, owner, name) {
  return object.name === owner && (property.name ?? property.value) === name
}
