import type { ProvisionedPerson } from '#lib/ownership/provisioning/queries.ts'
import { USER } from './attribute-path.ts'
import { splitName } from './split-name.ts'

export const etagOf = ({ version }: ProvisionedPerson): string => `W/"${version}"`

/** A person as SCIM shows them (RFC 7643 §4.1). `base` is the address of the service. */
export function userResource(person: ProvisionedPerson, base: string) {
  const { id, email, name, active, roles, createdAt, changedAt } = person
  return {
    schemas: [USER],
    id,
    userName: email,
    name: { formatted: name, ...splitName(name) },
    displayName: name,
    active,
    emails: [{ value: email, type: 'work', primary: true }],
    roles: roles.map((value) => ({ value })),
    meta: { resourceType: 'User', created: createdAt, lastModified: changedAt, location: `${base}/Users/${id}`, version: etagOf(person) },
  }
}

/** Which attributes a client asked for (RFC 7644 §3.9): `id` and `schemas` always; of an attribute with parts the whole. */
export function projected(
  resource: object,
  { attributes, excludedAttributes }: { attributes?: string | undefined; excludedAttributes?: string | undefined },
): object {
  const [wanted, left] = [namesIn(attributes), namesIn(excludedAttributes)]
  const isShown = (name: string) => (wanted.length > 0 ? wanted.includes(name) : !left.includes(name))
  return Object.fromEntries(Object.entries(resource).filter(([name]) => ['id', 'schemas'].includes(name) || isShown(name.toLowerCase())))
}

const namesIn = (list = '') =>
  list
    .toLowerCase()
    .split(',')
    .flatMap((each) => each.trim().replace(`${USER.toLowerCase()}:`, '').split('.')[0] || [])
