import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'

const ROOT = resolve(import.meta.dirname, '../..')
const MODELLESS = 'datasource db {\n  provider = "postgresql"\n}\n'

export type Finished = { code: number | null; output: string }

export type PrismaProject = {
  migrations: string
  /** Replaces the models of the schema. */
  writeModels(models: string): void
  /** Writes the script of one migration. */
  writeMigration(name: string, sql: string): void
  /** Runs Prisma's own command line on a database, with the project's stand-in for its schema engine. */
  prisma(url: string, ...args: string[]): Promise<Finished>
  /** Takes all migrations away. */
  clear(): void
  remove(): void
}

/** A scratch project of Prisma's in a temporary directory: a schema without models and an empty folder of migrations. */
export function prismaProject(): PrismaProject {
  const directory = mkdtempSync(join(tmpdir(), 'tenure-prisma-'))
  const migrations = join(directory, 'migrations')
  const writeModels = (models: string) => writeFileSync(join(directory, 'schema.prisma'), MODELLESS + models)
  const clear = () => {
    rmSync(migrations, { recursive: true, force: true })
    mkdirSync(migrations)
    writeFileSync(join(migrations, 'migration_lock.toml'), 'provider = "postgresql"\n')
  }
  clear()
  writeModels('')
  return {
    migrations,
    writeModels,
    clear,
    writeMigration(name, sql) {
      mkdirSync(join(migrations, name), { recursive: true })
      writeFileSync(join(migrations, name, 'migration.sql'), sql)
    },
    prisma(url, ...args) {
      const config = { schema: 'schema.prisma', migrations: { path: 'migrations' }, datasource: { url } }
      writeFileSync(join(directory, 'prisma.config.mjs'), `export default ${JSON.stringify(config)}\n`)
      return run([join(ROOT, 'node_modules/prisma/build/index.js'), ...args], directory)
    },
    remove: () => rmSync(directory, { recursive: true }),
  }
}

function run(args: string[], cwd: string): Promise<Finished> {
  return new Promise((done, fail) => {
    const env = { ...process.env, CHECKPOINT_DISABLE: '1', PRISMA_SCHEMA_ENGINE_BINARY: join(ROOT, 'scripts/schema-engine.mjs') }
    const child = spawn(process.execPath, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] })
    let output = ''
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()))
    child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()))
    child.on('error', fail)
    child.on('close', (code) => done({ code, output }))
  })
}
