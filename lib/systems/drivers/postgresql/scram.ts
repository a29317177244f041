import { createHash, createHmac, pbkdf2, randomBytes } from 'node:crypto'
import { promisify } from 'node:util'

const derive = promisify(pbkdf2)
const hmac = (key: Buffer, text: string) => createHmac('sha256', key).update(text).digest()

/** Below the usual count of iterations only a secret that nobody can guess is safe: 43 characters of base64url are 256 bits. */
const USUAL_ITERATIONS = 4_096
const SHORTEST_SECRET = 43

/**
 * What PostgreSQL stores instead of a password: `SCRAM-SHA-256$iterations:salt$StoredKey:ServerKey` (RFC 5802 §3, RFC 7677).
 * Computed here, so that no clear password reaches the server or its log. The secret is printable ASCII, for which SASLprep (RFC 4013) changes nothing;
 * anything else, and a short secret with few iterations, throws.
 */
export async function scramVerifier(secret: string, options: { iterations: number; salt?: Buffer }): Promise<string> {
  if (!/^[\x21-\x7e]+$/.test(secret)) throw new Error('A minted secret is printable ASCII without spaces')
  if (options.iterations < USUAL_ITERATIONS && secret.length < SHORTEST_SECRET)
    throw new Error('A verifier with few iterations needs a secret of 256 random bits')
  const salt = options.salt ?? randomBytes(16)
  const salted = await derive(secret, salt, options.iterations, 32, 'sha256')
  const storedKey = createHash('sha256').update(hmac(salted, 'Client Key')).digest('base64')
  const serverKey = hmac(salted, 'Server Key').toString('base64')
  return `SCRAM-SHA-256$${options.iterations}:${salt.toString('base64')}$${storedKey}:${serverKey}`
}
