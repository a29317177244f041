import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import { DATA_SETS } from '#lib/evidence/pack-files/data-sets.ts'
import { PACK_FILES } from '#lib/evidence/pack-format.ts'
import { rooms } from '../tools/rooms.mjs'

const ROOT = resolve(import.meta.dirname, '..')
const read = (path: string) => readFileSync(join(ROOT, path), 'utf8')

const GUIDES = readdirSync(join(ROOT, 'docs/guides')).map((name) => `docs/guides/${name}`)
const DECISIONS = readdirSync(join(ROOT, 'docs/decisions')).map((name) => `docs/decisions/${name}`)
const DOCUMENTS = ['README.md', 'CONTRIBUTING.md', 'SECURITY.md', 'docs/architecture.md', 'docs/glossary.md', 'docs/systems.md', ...GUIDES, ...DECISIONS]

/** The files of a pack stand in no folder of the project, and those that git ignores come and go. */
const PACKED = new Set<string>([...Object.values(PACK_FILES), ...DATA_SETS.flatMap(({ path }) => [path, `${path}.csv`, `${path}.jsonl`])])
const IGNORED = read('.gitignore')
  .split('\n')
  .flatMap((line) => (line.endsWith('/') ? [line.replace(/^\//, '')] : []))

/** What stands in backticks in a document, on one line or in a block. */
function quotedTexts(document: string): string[] {
  const text = read(document)
  const blocks = [...text.matchAll(/^```.*\n([\s\S]*?)^```$/gm)].map((match) => match[1] ?? '')
  const spans = [...text.replaceAll(/^```.*\n[\s\S]*?^```$/gm, '').matchAll(/`([^`\n]+)`/g)].map((match) => match[1] ?? '')
  return [...blocks, ...spans]
}

const quotedWords = (document: string) =>
  quotedTexts(document)
    .flatMap((text) => text.split(/\s+/))
    .filter(Boolean)

const FOLDERS = new Set(readdirSync(ROOT, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? [entry.name] : [])))
const FILE_NAMES = new Set(projectFiles())

function projectFiles(): string[] {
  const skipped = new Set(['node_modules', '.git', ...IGNORED.map((folder) => folder.slice(0, -1))])
  const walk = (folder: string): string[] =>
    readdirSync(join(ROOT, folder), { withFileTypes: true }).flatMap((entry) => {
      const path = folder ? `${folder}/${entry.name}` : entry.name
      if (skipped.has(path) || skipped.has(entry.name)) return []
      return entry.isDirectory() ? walk(path) : [entry.name]
    })
  return walk('')
}

/** What `tenure help` lists. */
const COMMANDS = new Set(
  [...spawnSync(process.execPath, [join(ROOT, 'bin/tenure.mjs'), 'help'], { encoding: 'utf8' }).stdout.matchAll(/^ {2}(\S+)/gm)].map((match) => match[1] ?? ''),
)

/** A word that can only be meant as a path of this project: what begins with a folder of it, or ends like one of its files. `<room>` and `…` stand for anything. */
function isPath(word: string): boolean {
  if (/[<>…*=:{}|"',;]/.test(word)) return false
  const inFolder = word.includes('/') && FOLDERS.has(word.slice(0, word.indexOf('/')))
  return inFolder || /^[\w][\w./()[\]-]*\.(ts|tsx|mjs|json|md|prisma|sql|py)$/.test(word)
}

function exists(word: string): boolean {
  const path = word.replace(/\/$/, '')
  if (PACKED.has(path) || IGNORED.some((folder) => `${path}/`.startsWith(folder))) return true
  return path.includes('/') ? existsSync(join(ROOT, path)) : FILE_NAMES.has(path) || existsSync(join(ROOT, path))
}

test('a path that does not exist is noticed, and what only looks like one is not taken for one', () => {
  const wrong = [
    'lib/nowhere/rules.ts',
    'lib/leases/no-such-verb.ts',
    'docs/no-such-guide.md',
    '.ci/no-such-file',
    'no-such-file.ts',
    'elsewhere/no-such-file.ts',
  ]
  expect(wrong.filter((word) => !isPath(word) || exists(word))).toEqual([])
  const right = [
    'lib/leases',
    'lib/leases/rules.ts',
    'rules.ts',
    'app/(app)/evidence/page.tsx',
    '.ci/run',
    'lib/db/generated',
    'audit/entries.jsonl',
    'register/identities.csv',
  ]
  expect(right.filter((word) => !exists(word))).toEqual([])
  const others = [
    '/evidence/public-key.pem',
    'lib/<room>/<verb>.ts',
    '#lib/room/file.ts',
    './file.ts',
    'and/or',
    'access.approve',
    '@base-ui/react',
    'https://tenure.example.com',
    'PACK.zip',
  ]
  expect(others.filter(isPath)).toEqual([])
  expect(quotedWords('docs/architecture.md').filter(isPath).length).toBeGreaterThan(50)
})

describe.each(DOCUMENTS)('%s', (document) => {
  test('names no path that does not exist', () => {
    // A guide also names the reader's own files, which have no folder
    const words = quotedWords(document).filter((word) => !GUIDES.includes(document) || word.includes('/'))
    expect(words.filter((word) => isPath(word) && !exists(word))).toEqual([])
  })

  test('links to nothing that does not exist', () => {
    const targets = [...read(document).matchAll(/\]\(([^)\s#]+)[^)]*\)/g)].map((match) => match[1] ?? '').filter((target) => !target.includes('://'))
    expect(targets.filter((target) => !existsSync(resolve(ROOT, document, '..', target)))).toEqual([])
  })

  test('names no script of npm and no command of tenure that does not exist', () => {
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> }
    expect(COMMANDS.size).toBeGreaterThan(5)
    const named = (pattern: RegExp) => quotedTexts(document).flatMap((text) => [...text.matchAll(pattern)].map((match) => match[1] ?? ''))
    expect(named(/npm run ([\w:-]+)/g).filter((name) => !(name in scripts))).toEqual([])
    expect(named(/(?:^|npx |\n)tenure ([a-z][\w-]*)/g).filter((name) => !COMMANDS.has(name))).toEqual([])
  })
})

const folders = readdirSync(join(ROOT, 'lib'), { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? [entry.name] : []))

test('every room of lib has its place in tools/rooms.mjs', () => {
  expect(folders.filter((room) => !rooms.includes(room))).toEqual([])
})

test('the architecture document lists exactly the rooms of lib, in their order', () => {
  const listed = [...read('docs/architecture.md').matchAll(/^\| `lib\/([\w-]+)` \|/gm)].map((match) => match[1] ?? '')
  expect(listed).toEqual(rooms.filter((room) => folders.includes(room)))
})

test('the README lists exactly the environment variables that are read', () => {
  const variables = (document: string, pattern: RegExp) => [...read(document).matchAll(pattern)].map((match) => match[1] ?? '').toSorted()
  const listed = variables('README.md', /^\| `([A-Z_]+)` \|/gm)
  expect(listed).toEqual(variables('lib/config/config.ts', /^ +([A-Z][A-Z_]+): /gm))
  expect(listed.length).toBeGreaterThan(10)
})

test('each package has its line about why it is there, and no other has one', () => {
  const manifest = JSON.parse(read('package.json')) as Record<'dependencies' | 'optionalDependencies' | 'devDependencies', Record<string, string>>
  const packages = [manifest.dependencies, manifest.optionalDependencies, manifest.devDependencies].flatMap((group) => Object.keys(group))
  const lines = [...read('docs/decisions/012-dependencies.md').matchAll(/^- (.+?):/gm)].flatMap((match) =>
    [...(match[1] ?? '').matchAll(/`([^`]+)`/g)].map((name) => name[1] ?? ''),
  )
  expect(lines.toSorted()).toEqual(packages.toSorted())
})
