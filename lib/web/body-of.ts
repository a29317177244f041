import 'server-only'
import { TenureError } from '#lib/core/errors.ts'
import { config } from '#lib/config/config.ts'

/**
 * The bytes of a request's body while they arrive. Refuses a request that another site's page could have sent with the person's cookie:
 * unlike server actions, route handlers do not check where a request comes from.
 */
export function bodyOf(request: Request): AsyncIterable<Uint8Array> {
  const origin = request.headers.get('origin')
  if (origin !== null && origin !== new URL(config().TENURE_URL).origin) throw new TenureError('forbidden', 'This request came from another site')
  if (!request.body) throw new TenureError('invalid', 'The request has no body: choose a file')
  return request.body
}
