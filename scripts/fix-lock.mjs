import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

// How names of packages for one platform say which, in npm's own words; a name may stand for any processor
const SYSTEMS = new Set(['aix', 'android', 'darwin', 'freebsd', 'linux', 'netbsd', 'openbsd', 'openharmony', 'sunos', 'win32'])
const PROCESSORS = new Set(['arm', 'arm64', 'ia32', 'loong64', 'mips64el', 'ppc64', 'riscv64', 's390x', 'wasm32', 'x32', 'x64'])
const OTHER_WORDS = new Map([
  ['windows', 'win32'],
  ['ppc64el', 'ppc64'],
  ['ppc64le', 'ppc64'],
  ['armv6', 'arm'],
  ['armv7', 'arm'],
])

/**
 * Adds to a lock what a registry without the packages for other platforms made npm leave out: an optional entry per
 * missing optional dependency, with the version that its parent asks for. Without them `npm ci` refuses the lock, here
 * and on those platforms; it fetches, and checks, only what fits the machine. Returns the lock and the names added.
 */
export function completeLock(lock) {
  const packages = { ...lock.packages }
  const added = []
  for (const [place, parent] of Object.entries(lock.packages)) {
    for (const [name, range] of Object.entries(parent.optionalDependencies ?? {})) {
      if (isFoundFrom(place, name, packages)) continue
      packages[`node_modules/${name}`] = entryFor(name, range, parent)
      added.push(name)
    }
  }
  const sorted = Object.entries(packages).toSorted(([one], [other]) => (one < other ? -1 : 1))
  return { lock: { ...lock, packages: Object.fromEntries(sorted) }, added }
}

/** Looks a package up as Node does: beside its user, then in every folder above. */
function isFoundFrom(place, name, packages) {
  for (let at = place; ; at = at.slice(0, Math.max(0, at.lastIndexOf('/node_modules/')))) {
    if (packages[at ? `${at}/node_modules/${name}` : `node_modules/${name}`]) return true
    if (!at) return false
  }
}

function entryFor(name, range, parent) {
  const words = name
    .replace(/^@[^/]*\//, '')
    .split(/[-.]/)
    .map((word) => OTHER_WORDS.get(word) ?? word)
  const version = range.replace(/^[\^~]/, '')
  if (!/^\d+\.\d+\.\d+/.test(version)) throw new Error(`${name}: its parent asks for "${range}", which names no version`)
  const cpu = words.find((word) => PROCESSORS.has(word)) ?? (words.some((word) => word.startsWith('armv7')) ? 'arm' : undefined)
  const os = words.find((word) => SYSTEMS.has(word))
  return {
    version,
    ...(cpu ? { cpu: [cpu] } : {}),
    ...(parent.dev ? { dev: true } : {}),
    ...(parent.devOptional ? { devOptional: true } : {}),
    optional: true,
    ...(os ? { os: [os] } : {}),
    ...(words.some((word) => word.startsWith('musl')) ? { libc: ['musl'] } : {}),
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const file = process.argv[2] ?? 'package-lock.json'
  const { lock, added } = completeLock(JSON.parse(readFileSync(file, 'utf8')))
  writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`)
  console.log(`${file}: ${added.length} packages for other platforms added`)
}
