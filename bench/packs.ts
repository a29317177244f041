import { createHash } from 'node:crypto'
import { createReadStream, mkdtempSync } from 'node:fs'
import { mkdir, rm, stat, writeFile } from 'node:fs/promises'
import { createWriteStream } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { finished } from 'node:stream/promises'
import { Transform } from 'node:stream'
import { ZipArchive } from 'archiver'
import { sealAudit } from '#lib/audit/seal.ts'
import { EvidencePackId } from '#lib/core/ids.ts'
import { createSigner, generateSigningKey } from '#lib/crypto/signing.ts'
import { streamPack } from '#lib/evidence/stream-pack.ts'
import { unzip } from '#lib/testing/sample-pack.ts'
import { type Goal, timed } from './support/goal.ts'
import { benchServer } from './support/server.ts'

const IDENTITIES = 50_000
const ENTRIES = 50_000

/** Building an evidence pack, from the database to the signed zip, beside zipping and hashing the same bytes from files. */
export async function packs(scale: number, say: (line: string) => void): Promise<Goal[]> {
  const server = await benchServer()
  const directory = mkdtempSync(path.join(tmpdir(), 'tenure-bench-pack-'))
  try {
    const { pool } = server
    const signer = createSigner({ name: 'bench.invalid/audit', privateKey: generateSigningKey().privateKey })
    const now = new Date()
    await pool.query(FILL_REGISTER, [Math.round(IDENTITIES * scale)])
    await pool.query(FILL_LOG, [Math.round(ENTRIES * scale)])
    const sealing = await timed(() => sealAudit(pool, signer, now))
    say(
      `sealed ${sealing.result.toLocaleString('en')} entries in ${sealing.seconds.toFixed(1)} s (${Math.round(sealing.result / sealing.seconds).toLocaleString('en')}/s)`,
    )

    const zip = path.join(directory, 'pack.zip')
    const order = { id: EvidencePackId.create(), periodFrom: new Date(now.getTime() - 86_400_000), periodTo: new Date(now.getTime() + 86_400_000) }
    const before = process.memoryUsage().rss
    const ours = await timed(() => streamPack({ pool, signer, now }, order, createWriteStream(zip)))
    const grown = (process.memoryUsage().rss - before) / 2 ** 20

    const files = await unpack(zip, path.join(directory, 'files'))
    const raw = await timed(() => zipAndHash(files, path.join(directory, 'raw.zip')))
    const bytes = files.reduce((sum, file) => sum + file.bytes, 0)
    say(
      `${(bytes / 2 ** 20).toFixed(1)} MiB in ${files.length} files: ours ${ours.seconds.toFixed(2)} s, bare zip and SHA-256 ${raw.seconds.toFixed(2)} s; memory grew by ${grown.toFixed(0)} MiB; zip ${((await stat(zip)).size / 2 ** 20).toFixed(1)} MiB`,
    )
    return [{ metric: 'seconds of ours / bare zip + SHA-256 of the same bytes', value: ours.seconds / raw.seconds, goal: 20, op: '<=' }]
  } finally {
    await rm(directory, { recursive: true, force: true })
    await server.stop()
  }
}

async function unpack(zip: string, directory: string) {
  const files: { name: string; path: string; bytes: number }[] = []
  for (const [name, bytes] of await unzip(zip)) {
    const target = path.join(directory, name)
    await mkdir(path.dirname(target), { recursive: true })
    await writeFile(target, bytes)
    files.push({ name, path: target, bytes: bytes.length })
  }
  return files
}

async function zipAndHash(files: readonly { name: string; path: string }[], target: string): Promise<void> {
  const archive = new ZipArchive()
  const output = createWriteStream(target)
  archive.pipe(output)
  for (const file of files) {
    const hash = createHash('sha256')
    const hashed = new Transform({ transform: (chunk, _, done) => (hash.update(chunk), done(null, chunk)) })
    archive.append(createReadStream(file.path).pipe(hashed), { name: file.name })
    await finished(hashed)
    hash.digest('hex')
  }
  await archive.finalize()
  await finished(output)
}

const FILL_REGISTER = `
  WITH person AS (INSERT INTO app_user (id, email, name, roles) VALUES ('usr_bench', 'bench@example.test', 'Bench', '{owner}') RETURNING id),
       made AS (INSERT INTO system (id, kind, name, environment) VALUES ('sys_bench', 'postgresql', 'bench', 'production') RETURNING id)
  INSERT INTO identity (id, system_id, external_id, name, class, class_reason, first_seen_at, last_seen_at, owner_id, purpose)
  SELECT 'nhi_bench_' || n, made.id, 'svc-' || n, 'svc-' || n, 'service_account', 'logs in with a password', now(), now(), CASE WHEN n % 3 = 0 THEN person.id END, 'purpose number ' || n
  FROM generate_series(1, $1::int) n, made, person`
const FILL_LOG = `
  INSERT INTO audit_entry (id, at, actor, actor_name, action, entity, entity_id, reason, before, after)
  SELECT 'aud_' || lpad(n::text, 26, '0'), now(), 'user:usr_bench', 'Bench', 'ownership.declarePurpose', 'identity', 'nhi_bench_' || n, 'a reason of some length for ' || n,
         jsonb_build_object('purpose', null), jsonb_build_object('purpose', 'purpose number ' || n)
  FROM generate_series(1, $1::int) n`
