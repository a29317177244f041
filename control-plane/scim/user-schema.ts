import { USER } from './attribute-path.ts'

type Attribute = {
  name: string
  description: string
  type?: string
  required?: boolean
  multiValued?: boolean
  mutability?: string
  uniqueness?: string
  subAttributes?: object[]
}

/** An attribute in the words of RFC 7643 §7, with what it says of most of them. */
const attribute = ({ type = 'string', ...given }: Attribute) => ({
  multiValued: false,
  required: false,
  caseExact: false,
  mutability: 'readWrite',
  returned: 'default',
  uniqueness: 'none',
  type,
  ...given,
})

const mirrored = (name: string, description: string, type = 'string') => attribute({ name, description, type, mutability: 'readOnly' })

/** What is kept of a person, as RFC 7643 §7 describes a schema. */
export const USER_SCHEMA = {
  schemas: ['urn:ietf:params:scim:schemas:core:2.0:Schema'],
  id: USER,
  name: 'User',
  description: 'A person who can own identities and sign in',
  attributes: [
    attribute({ name: 'userName', description: 'The address with which the person signs in; kept in lower case', required: true, uniqueness: 'server' }),
    attribute({
      name: 'name',
      description: 'One name is kept: displayName, else formatted, else the two parts',
      type: 'complex',
      subAttributes: [
        attribute({ name: 'formatted', description: 'The whole name' }),
        attribute({ name: 'givenName', description: 'All of the name but its last word' }),
        attribute({ name: 'familyName', description: 'The last word of the name, or what stands before its comma' }),
      ],
    }),
    attribute({ name: 'displayName', description: 'The name that is shown' }),
    attribute({
      name: 'active',
      description: 'False marks the person as gone: they are signed out, and successors are asked about all that they own',
      type: 'boolean',
    }),
    attribute({
      name: 'emails',
      description: 'The userName again',
      type: 'complex',
      multiValued: true,
      mutability: 'readOnly',
      subAttributes: [mirrored('value', 'The address'), mirrored('type', 'Always work'), mirrored('primary', 'Always true', 'boolean')],
    }),
    attribute({
      name: 'roles',
      description: 'owner, approver, ciso or auditor; others are passed over, and admin is refused',
      type: 'complex',
      multiValued: true,
      subAttributes: [attribute({ name: 'value', description: 'The role' })],
    }),
  ],
}
