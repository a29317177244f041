import { randomSecret } from '#lib/crypto/random.ts'
import { generateSigningKey } from '#lib/crypto/signing.ts'
import { randomBytes } from 'node:crypto'

/** `tenure keys`: fresh secrets as lines of an environment file, on standard output. They are stored nowhere. */
export async function keys(now: Date = new Date()): Promise<number> {
  const { privateKey } = generateSigningKey()
  const id = `k${now.toISOString().slice(0, 10).replaceAll('-', '')}`
  const lines = [
    '# Secrets of one Tenure. Keep them apart from the database and its backups.',
    '# To renew the encryption key, put a new one in front, separated by a comma: the old one still opens what it sealed.',
    `TENURE_ENCRYPTION_KEYS=${id}:${randomBytes(32).toString('base64')}`,
    '# Signs checkpoints of the audit log and evidence packs.',
    `TENURE_SIGNING_KEY=${privateKey}`,
    `TENURE_SESSION_SECRET=${randomSecret()}`,
  ]
  process.stdout.write(`${lines.join('\n')}\n`)
  return 0
}
