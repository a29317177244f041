import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import { HTTP_STATUS, TenureError } from '#lib/core/errors.ts'

/** The detail error words of RFC 7644 §3.12, table 9, that we use. */
export type ScimType = 'invalidFilter' | 'uniqueness' | 'mutability' | 'invalidSyntax' | 'invalidPath' | 'noTarget' | 'invalidValue' | 'invalidVers'

/** A request that SCIM itself refuses, before any command is asked. */
export class ScimError extends Error {
  override name = 'ScimError'
  readonly status: number
  readonly scimType: ScimType | null

  constructor(scimType: ScimType | null, message: string, status = 400) {
    super(message)
    this.scimType = scimType
    this.status = status
  }
}

/** Every error in the shape of RFC 7644 §3.12. A bug shows nothing of itself but the request's id. */
export function scimErrorHandler(error: FastifyError | Error, request: FastifyRequest, reply: FastifyReply) {
  if (error instanceof ScimError) return sendError(reply, error)
  if (error instanceof TenureError) return sendError(reply, told(error))
  const status = 'statusCode' in error && error.statusCode !== undefined && error.statusCode < 500 ? error.statusCode : 500
  if (status === 500) request.log.error({ err: error }, 'unexpected error')
  return sendError(reply, new ScimError(null, status === 500 ? `Something went wrong on our side. Its id is ${request.id}` : error.message, status))
}

/** What a command refused, in SCIM's words: a taken address is `uniqueness`, another version is 412 (§3.14), a wrong field is `invalidValue`. */
function told({ code, message, fields }: TenureError): ScimError {
  if (code === 'conflict' && 'version' in fields) return new ScimError(null, message, 412)
  if (code === 'conflict') return new ScimError('email' in fields ? 'uniqueness' : null, message, 409)
  return new ScimError(code === 'invalid' ? 'invalidValue' : null, message, HTTP_STATUS[code])
}

function sendError(reply: FastifyReply, { status, scimType, message }: ScimError) {
  const body = { schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'], status: String(status), ...(scimType ? { scimType } : {}), detail: message }
  return reply.code(status).type('application/scim+json').send(body)
}
