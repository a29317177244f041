import { relative, resolve } from 'node:path'
import { edges, kernel } from '../rooms.mjs'
import { isVerb } from './is-verb.mjs'

const ROOT = resolve(import.meta.dirname, '../..')

const PURE = /(^|\/)(rules|schemas)(\.|\/)|\.rules\.ts$/
const READ = /(^|\/)(queries|store)(\.|\/)/
const STORE = /(^|\/)store(\.|\/)/
// Tests and what only they need: lib/testing, a room's own testing folder, browser stories, benchmarks
const TEST = /\.test\.tsx?$|^(e2e|bench)\/|^lib\/([^/]+\/)?testing\//

/** The path of a file seen from the project, with forward slashes. */
export function pathOf(filename) {
  return relative(ROOT, filename).replaceAll('\\', '/')
}

/**
 * Where a file stands. `top` is its first folder (or its name, at the root), `room` the folder below, and `kind` what it
 * is there. In lib: `pure` (rules, schemas, all of core), `read` (queries, store), `kernel`, `edge`, and in the other
 * rooms `verb`, or `part` for what a room's verbs and reads are made of.
 */
export function placeOf(path) {
  const [top, room = ''] = path.split('/')
  return { path, top, room, kind: top === 'lib' ? kindInLib(room, path) : top, test: TEST.test(path), store: STORE.test(path) }
}

function kindInLib(room, path) {
  const file = path.slice(`lib/${room}/`.length)
  if (room === 'core' || PURE.test(file)) return 'pure'
  if (READ.test(file)) return 'read'
  if (kernel.has(room)) return 'kernel'
  if (edges.has(room)) return 'edge'
  return isVerb(resolve(ROOT, path)) ? 'verb' : 'part'
}
