import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, resolve } from 'node:path'

// Runs after every `npm ci`. An installation without Prisma's command line (`--omit=dev`), or of package.json alone (a
// layer of an image), has nothing to generate and no need to; a schema that does not generate fails where it is used.
const ROOT = resolve(import.meta.dirname, '..')

function commandLine() {
  try {
    return join(dirname(createRequire(import.meta.url).resolve('prisma/package.json')), 'build/index.js')
  } catch {
    return null
  }
}

const prisma = commandLine()
if (prisma && existsSync(join(ROOT, 'prisma/schema')) && existsSync(join(ROOT, 'prisma.config.ts'))) {
  const { status } = spawnSync(process.execPath, [prisma, 'generate'], { cwd: ROOT, stdio: ['ignore', 'ignore', 'inherit'] })
  if (status !== 0) console.error('The database client was not generated: run "npx prisma generate" and see why')
}
