import type { FastifyRequest } from 'fastify'

export const SCIM_PREFIX = '/scim/v2'

/** The address of the service as the client wrote it. */
export const baseOf = ({ protocol, host }: FastifyRequest): string => `${protocol}://${host}${SCIM_PREFIX}`
