import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import { HTTP_STATUS, TenureError } from '#lib/core/errors.ts'

/** Every error as problem details (RFC 9457 §3). A bug shows nothing of itself but the request's id. */
export function problemHandler(error: FastifyError | Error, request: FastifyRequest, reply: FastifyReply) {
  if (error instanceof TenureError) {
    return send(reply, { title: error.code, status: HTTP_STATUS[error.code], detail: error.message, fields: error.fields })
  }
  const status = 'statusCode' in error && error.statusCode !== undefined && error.statusCode < 500 ? error.statusCode : 500
  if (status === 500) request.log.error({ err: error }, 'unexpected error')
  return send(reply, {
    title: status === 500 ? 'internal' : 'invalid',
    status,
    detail: status === 500 ? `Something went wrong on our side. Its id is ${request.id}` : error.message,
  })
}

function send(reply: FastifyReply, problem: { title: string; status: number; detail: string; fields?: object }) {
  return reply
    .code(problem.status)
    .type('application/problem+json')
    .send({ type: 'about:blank', ...problem })
}
