import type { FastifyRequest } from 'fastify'
import type { ProvisionedPerson } from '#lib/ownership/provisioning/queries.ts'
import { ScimError } from './scim-error.ts'

const tagsIn = (header: string) => header.split(',').map((tag) => tag.trim().replace(/^W\//, ''))
const names = (header: string | undefined, { version }: ProvisionedPerson) =>
  header !== undefined && tagsIn(header).some((tag) => tag === '*' || tag === `"${version}"`)

/** Refuses with 412 a change that was made for another version than this (`If-Match`, RFC 7644 §3.14). Tags are compared weakly, because SCIM's are weak. */
export function requireMatch({ headers }: FastifyRequest, person: ProvisionedPerson): void {
  if (headers['if-match'] !== undefined && !names(headers['if-match'], person))
    throw new ScimError(null, 'Somebody changed this person meanwhile: read them again, and send the new version', 412)
}

/** Whether the client has this version already (`If-None-Match`). */
export const isKnownVersion = ({ headers }: FastifyRequest, person: ProvisionedPerson): boolean => names(headers['if-none-match'], person)
