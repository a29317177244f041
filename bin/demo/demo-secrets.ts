import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import { z } from 'zod'
import { TenureError } from '#lib/core/errors.ts'
import { randomBytes, randomSecret } from '#lib/crypto/random.ts'
import { generateSigningKey } from '#lib/crypto/signing.ts'

const DemoSecrets = z.object({
  encryptionKeys: z.string().min(1),
  signingKey: z.string().min(1),
  sessionSecret: z.string().min(32),
  brokerPassword: z.string().min(32),
})
export type DemoSecrets = z.infer<typeof DemoSecrets>

/**
 * The secrets of the demo, made at the first start and kept in `file`, which only this user may read. `needed` says that there is data already, which
 * new secrets would not open: then a missing file is `unavailable`, as is a damaged one.
 */
export function demoSecrets(file: string, needed: boolean): DemoSecrets {
  const known = read(file)
  if (known) return known
  if (needed)
    throw new TenureError('unavailable', `${file} is missing, and without it the data of the demo cannot be read: restore it, or start over with --fresh`)
  const secrets: DemoSecrets = {
    encryptionKeys: `demo:${Buffer.from(randomBytes(32)).toString('base64')}`,
    signingKey: generateSigningKey().privateKey,
    sessionSecret: randomSecret(),
    brokerPassword: randomSecret(),
  }
  const unfinished = `${file}.new`
  writeFileSync(unfinished, `${JSON.stringify(secrets, null, 2)}\n`, { mode: 0o600 })
  renameSync(unfinished, file)
  return secrets
}

function read(file: string): DemoSecrets | null {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw new TenureError('unavailable', `${file} cannot be read: start as the user who started it first, or start over with --fresh`, { cause: error })
  }
  try {
    return DemoSecrets.parse(JSON.parse(text))
  } catch (cause) {
    throw new TenureError('unavailable', `${file} is damaged: restore it, or start over with --fresh`, { cause })
  }
}
