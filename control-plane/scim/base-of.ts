import type { FastifyRequest } from 'fastify'

export const PREFIX = '/scim/v2'

/** The address of the service as the client wrote it. */
export const baseOf = ({ protocol, host }: FastifyRequest): string => `${protocol}://${host}${PREFIX}`
