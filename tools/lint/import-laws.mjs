import { isBuiltin } from 'node:module'
import { edges, rooms } from '../rooms.mjs'

const SERVERS = new Set(['app', 'control-plane'])
const NEVER_FROM_SERVERS = new Set(['db', 'audit', 'jobs'])
// The command line and the scripts put processes together: they may start what nothing else may touch
const STARTERS = new Set(['bin', 'scripts'])

const inLib = ({ top }) => top === 'lib'
const isListed = ({ room }) => rooms.includes(room)
const rank = ({ room }) => rooms.indexOf(room)

/**
 * Each law: when it is broken (`from` imports `to`, perhaps only its types), and what to say then. The first that applies is reported.
 * @typedef {ReturnType<typeof import('./place.mjs').placeOf>} Place
 * @typedef {{ from: Place, to: Place, typeOnly: boolean, relative: boolean }} Question
 * @type {[(question: Question) => boolean, string][]}
 */
const laws = [
  [({ from, to }) => to.test && !from.test, 'only tests import tests and what is made for them'],
  [({ from, to }) => to.top === 'app' && from.top !== 'app', 'nothing imports app'],
  [({ from, to }) => to.top === 'control-plane' && from.top !== 'control-plane' && !STARTERS.has(from.top), 'nothing imports the control plane'],
  [({ from, to }) => inLib(from) && !inLib(to), 'lib knows neither the screen nor the servers'],
  [({ from, to }) => [from, to].some((place) => inLib(place) && !isListed(place)), 'every room of lib is listed in tools/rooms.mjs'],
  [({ from, to }) => inLib(from) && rank(to) > rank(from), 'a room imports only rooms that stand above it'],
  [({ from, to, typeOnly }) => inLib(from) && from.kind === 'pure' && to.kind !== 'pure' && !typeOnly, 'rules, schemas and core stay pure'],
  [({ from, to }) => inLib(from) && from.kind === 'read' && to.kind === 'verb', 'a read does not write'],
  [({ from, to }) => inLib(from) && to.kind === 'verb' && from.room !== to.room && !edges.has(from.room), 'no room calls the verb of another room'],
  [
    ({ from, to }) => from.top === 'components' && from.room === 'ui' && !(to.top === 'components' && to.room === 'ui') && !(inLib(to) && to.room === 'core'),
    'components/ui is a leaf',
  ],
  [
    ({ from, to, typeOnly }) => from.top === 'components' && inLib(to) && to.kind !== 'pure' && (!typeOnly || to.room === 'db'),
    'components get their data as props',
  ],
  [({ from, to }) => SERVERS.has(from.top) && inLib(to) && (to.store || NEVER_FROM_SERVERS.has(to.room)), 'pages and routes go through queries and commands'],
  [({ from, to, relative }) => relative && from.top !== to.top && !isRootFile(from), 'across folders write #lib/… or #components/…'],
  [({ from, to, relative }) => relative && from.room !== to.room && (inLib(from) || from.top === 'components'), 'across rooms write #lib/… or #components/…'],
]

/** Why `from` may not import `to`, a file of the project, or null when it may. Tests may import everything. */
export function brokenLaw(question) {
  if (question.from.test) return null
  return laws.find(([isBroken]) => isBroken(question))?.[1] ?? null
}

const inRooms =
  (...names) =>
  (place) =>
    inLib(place) && names.includes(place.room)
const inTops =
  (...names) =>
  (place) =>
    names.includes(place.top)
const isRootFile = ({ path }) => !path.includes('/')

/**
 * Packages with few doors: which they are, where they may be imported, and what to say elsewhere.
 * @type {[RegExp, ((place: Place) => boolean)[], string][]}
 */
const doors = [
  [/^next-auth\/react$/, [inTops('components')], 'only components use the half of next-auth that runs in the browser'],
  [/^next-auth(\/|$)/, [inRooms('people', 'web'), isRootFile], 'only lib/people and lib/web know next-auth'],
  [/^(next|react|react-dom)(\/|$)/, [inRooms('web'), inTops('app', 'components'), isRootFile], 'only lib/web, app and components know the framework'],
  [
    /^pg($|-(copy-streams|cursor|pool|query-stream)$)/,
    [inRooms('db', 'systems'), inTops('bin', 'scripts', 'prisma')],
    'only lib/db and the drivers in lib/systems speak to PostgreSQL',
  ],
  [/^(@prisma\/|prisma(\/|$))/, [inRooms('db'), inTops('scripts', 'prisma'), isRootFile], 'only lib/db knows Prisma'],
]

/** Why `from` may not import the npm package or Node module `name`, or null when it may. */
export function closedDoor(from, name) {
  if (from.test) return null
  if (isBuiltin(name) && (from.kind === 'pure' || from.top === 'components')) return 'rules, schemas, core and components run in the browser too'
  const door = doors.find(([packages]) => packages.test(name))
  return door && !door[1].some((mayEnter) => mayEnter(from)) ? door[2] : null
}
