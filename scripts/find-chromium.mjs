import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'

const SYSTEM = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']
const PACKAGES = ['chromium', 'fonts-liberation']

/**
 * The path of the Chromium that browser tests use: `TENURE_CHROMIUM` (an error when it does not run), else one that the
 * system has, else Playwright's own when it is installed, else null. A path counts when the program says its version:
 * on some systems one of the names only leads to an advertisement for a package.
 * @param {Record<string, string | undefined>} environment
 * @returns {string | null}
 */
export function findChromium(environment = process.env, system = SYSTEM) {
  const named = environment.TENURE_CHROMIUM
  if (named && !runs(named)) throw new Error(`TENURE_CHROMIUM names ${named}, which does not run`)
  return named || system.find(runs) || [ownOfPlaywright()].find(runs) || null
}

function runs(path) {
  return existsSync(path) && spawnSync(path, ['--version'], { stdio: 'ignore', timeout: 20_000 }).status === 0
}

function ownOfPlaywright() {
  try {
    return createRequire(import.meta.url)('playwright-core').chromium.executablePath()
  } catch {
    // Before the packages are installed
    return ''
  }
}

/** Installs Debian's Chromium, where this process may. */
function install() {
  if (process.getuid?.() !== 0 || !existsSync('/etc/debian_version')) return
  const options = { stdio: ['ignore', 'ignore', 'inherit'], env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } }
  spawnSync('apt-get', ['update', '-q'], options)
  spawnSync('apt-get', ['install', '-qy', '--no-install-recommends', ...PACKAGES], options)
}

function findOrInstall() {
  const found = findChromium()
  if (found) return found
  install()
  const installed = findChromium()
  if (installed) return installed
  throw new Error(`No Chromium for the browser tests: install one (Debian, Ubuntu: apt-get install ${PACKAGES.join(' ')}), or set TENURE_CHROMIUM to its path`)
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    console.log(findOrInstall())
  } catch (error) {
    console.error(error.message)
    process.exitCode = 1
  }
}
