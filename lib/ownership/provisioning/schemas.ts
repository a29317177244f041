import { z } from 'zod'
import { ROLES } from '#lib/core/actor.ts'
import { UserId } from '#lib/core/ids.ts'

const email = z
  .string('Send the address with which they sign in')
  .trim()
  .toLowerCase()
  .max(254, 'At most 254 characters')
  .regex(/^[^\s@\p{Cc}]+@[^\s@\p{Cc}]+$/u, 'Send the address with which they sign in, such as mary@example.com')
const name = z
  .string()
  .trim()
  .min(1, 'Send a name')
  .max(200, 'At most 200 characters')
  .regex(/^\P{Cc}*$/u, 'A name has no control characters')
const roles = z.array(z.enum(ROLES)).transform((given) => ROLES.filter((role) => given.includes(role)))

export const ProvisionPerson = z.object({ email, name, roles, active: z.boolean().default(true) })
/** What is left out stays as it is. */
export const ChangePerson = z.object({
  id: UserId,
  /** The version that the change was made for; another one is a conflict. */
  version: z.string().optional(),
  email: email.optional(),
  name: name.optional(),
  roles: roles.optional(),
})
export const PersonById = z.object({ id: UserId })

/** The most people on one page. */
export const MAX_PEOPLE = 200
const Condition = z.discriminatedUnion('field', [
  z.object({ field: z.enum(['email', 'id']), value: z.string() }),
  z.object({ field: z.literal('active'), value: z.boolean() }),
  /** What the register does not keep: nobody has it. */
  z.object({ field: z.literal('unknown'), value: z.string() }),
])
export type Condition = z.infer<typeof Condition>

/** People to whom every condition applies; `offset` of them are passed over. */
export const PeoplePage = z.object({
  conditions: z.array(Condition).max(20, 'At most 20 conditions'),
  offset: z.number().int().min(0).max(2_000_000_000),
  limit: z.number().int().min(0).max(MAX_PEOPLE),
})
