export const ERROR_CODES = ['invalid', 'unauthenticated', 'forbidden', 'not_found', 'conflict', 'unavailable'] as const
export type ErrorCode = (typeof ERROR_CODES)[number]

/** The status with which each of our doors answers an error over HTTP. */
export const HTTP_STATUS: Readonly<Record<ErrorCode, number>> = {
  invalid: 400,
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  unavailable: 503,
}

/** The one error whose message a person may see. Everything else is a bug: logged with its cause and shown as an id. */
export class TenureError extends Error {
  override name = 'TenureError'
  readonly code: ErrorCode
  /** For `invalid`: what is wrong with each field, keyed by its path (`purpose`, `items.0.id`). */
  readonly fields: Readonly<Record<string, string>>

  constructor(code: ErrorCode, message: string, options?: ErrorOptions & { fields?: Record<string, string> }) {
    super(message, options)
    this.code = code
    this.fields = options?.fields ?? {}
  }
}
