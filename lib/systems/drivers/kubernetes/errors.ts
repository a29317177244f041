import { TenureError } from '#lib/core/errors.ts'
import { cutText } from '#lib/systems/imports/storable.ts'
import { NETWORK_WORDS } from '../network-words.ts'

/** The continue token of a paged list has expired (Kubernetes API Concepts: 410 Gone): the list is read from its start. */
export class Gone extends Error {
  override name = 'Gone'
}

const NETWORK: Readonly<Record<string, string>> = {
  ...NETWORK_WORDS,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'its certificate does not come from the given authority',
  SELF_SIGNED_CERT_IN_CHAIN: 'its certificate does not come from the given authority',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'its certificate does not come from the given authority',
  CERT_SIGNATURE_FAILURE: 'its certificate does not come from the given authority',
  CERT_HAS_EXPIRED: 'its certificate has expired',
  ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate is for another name',
}

export function codeOf(error: unknown): string | null {
  return typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string' ? error.code : null
}

/** Any failure of a call as an error for people, without anything of `secrets`. */
export function kubernetesError(error: unknown, secrets: readonly string[]): TenureError | Gone {
  if (error instanceof TenureError || error instanceof Gone) return error
  const code = codeOf(error)
  const late = error instanceof Error && (error.name === 'TimeoutError' || error.name === 'AbortError')
  const said = error instanceof SyntaxError ? 'it answers with something else than JSON' : error instanceof Error ? error.message : String(error)
  const clean = secrets.filter((secret) => secret !== '').reduce((text, secret) => text.replaceAll(secret, '[secret]'), said)
  const why = late ? 'it did not answer in time' : ((code && NETWORK[code]) ?? clean)
  return new TenureError('unavailable', `The API server could not be used: ${why}`, { cause: Object.assign(new Error(clean), { code }) })
}

/** Why an answer is none, by its status; null for 200. What the server says of it is in the message, cut. */
export function refusal(status: number, path: string, body: string): TenureError | Gone | null {
  if (status === 200) return null
  if (status === 410) return new Gone()
  const said = messageOf(body)
  const what = path.replace(/\?.*$/, '')
  if (status === 401) return new TenureError('unauthenticated', 'The API server does not accept the credential: enter a new token or client certificate')
  if (status === 403) return new TenureError('forbidden', `The API server does not show ${what} to Tenure's account${said ? ` ("${said}")` : ''}`)
  if (status === 429 || status >= 500) return new TenureError('unavailable', `The API server cannot answer now (status ${status}${said ? `: "${said}"` : ''})`)
  if (status >= 300 && status < 400)
    return new TenureError('unavailable', 'What answers there sends Tenure elsewhere: enter the address of the API server itself')
  return new TenureError('conflict', `The API server answers ${what} with status ${status}${said ? `: "${said}"` : ''}`)
}

function messageOf(body: string): string {
  try {
    const { message } = JSON.parse(body) as { message?: unknown }
    return typeof message === 'string' ? cutText(message.toWellFormed().replaceAll('\u0000', ''), 300) : ''
  } catch {
    return ''
  }
}
