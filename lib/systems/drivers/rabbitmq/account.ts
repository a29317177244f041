import { createHash, randomBytes } from 'node:crypto'
import { z } from 'zod'
import { TenureError } from '#lib/core/errors.ts'
import { LeaseId } from '#lib/core/ids.ts'
import type { CallOptions } from '#lib/systems/driver.ts'
import type { RabbitmqConnection } from './connect.ts'
import { shaped } from './errors.ts'

const PREFIX = 'tenure_'

/**
 * The mark of an account that Tenure made. It says nothing of the lease, which the name does: RabbitMQ keeps tags as Erlang atoms, which it never
 * frees, so that a tag per lease would fill its table of atoms one day.
 */
export const LEASE_TAG = 'tenure-lease'

/** The user of a lease: `tenure_lse_…`. */
export function accountName(leaseId: LeaseId): string {
  return `${PREFIX}${leaseId}`
}

/** The lease that a user's name speaks of, or null. */
export function leaseOf(name: string): LeaseId | null {
  const parsed = LeaseId.safeParse(name.startsWith(PREFIX) ? name.slice(PREFIX.length) : '')
  return parsed.success ? parsed.data : null
}

/** Refuses (`conflict`) to touch anything that is not this lease's own account by name, before the server is asked. */
export function assertNamedForLease(account: { leaseId: LeaseId; account: string }): void {
  if (account.account !== accountName(account.leaseId))
    throw new TenureError('conflict', `The user "${account.account}" is not the account of this lease: Tenure does not touch it`)
}

/** A user as the server shows it to an administrator. Tags are a list, and were text with commas before 3.9; an empty hash is no password. */
export const User = z.object({
  name: z.string(),
  password_hash: z.string().default(''),
  hashing_algorithm: z.string().nullable().default(null),
  tags: z
    .union([
      z.array(z.string()),
      z.string().transform((text) =>
        text
          .split(',')
          .map((tag) => tag.trim())
          .filter((tag) => tag !== ''),
      ),
    ])
    .default([]),
  limits: z.union([z.record(z.string(), z.number()), z.array(z.unknown()).transform((): Record<string, number> => ({}))]).default({}),
})
export type User = z.infer<typeof User>

export const mayLogin = (user: User | null): boolean => user !== null && user.password_hash !== ''

/** Whether Tenure made it: the name of a lease and the mark. */
export const isOurs = (user: Pick<User, 'name' | 'tags'>): boolean => user.tags.includes(LEASE_TAG) && leaseOf(user.name) !== null

/** `at` is the server's clock. */
export type Look = { at: Date; user: User | null }

/** The user of this name as it stands; null when there is none. */
export async function lookAtUser(connection: RabbitmqConnection, name: string, options?: CallOptions): Promise<Look> {
  const { status, body, at } = await connection.call('GET', ['users', name], { doing: `look at the user "${name}"`, ...options })
  return { at, user: status === 404 ? null : shaped(User, body) }
}

/** The lease's account as it stands; `conflict` when a user of that name exists without the mark. */
export async function lookAtAccount(connection: RabbitmqConnection, account: { leaseId: LeaseId; account: string }, options?: CallOptions): Promise<Look> {
  assertNamedForLease(account)
  const look = await lookAtUser(connection, account.account, options)
  if (look.user && !isOurs(look.user))
    throw new TenureError('conflict', `The user "${account.account}" exists, but not as Tenure made it: Tenure does not touch it, a person must look at it`)
  return look
}

type Password = Pick<User, 'password_hash' | 'hashing_algorithm'>

/** No password: every login with one is refused. */
export const NO_PASSWORD: Password = { password_hash: '', hashing_algorithm: null }

/**
 * What RabbitMQ stores instead of a password: base64 of four bytes of salt and SHA-256 of salt and password. Computed here, so that no clear password reaches
 * the server. A hash so fast is safe only for a secret that nobody can guess: 43 characters of base64url are 256 bits, and fewer throw.
 */
export function hashOf(secret: string, salt = randomBytes(4)): Password {
  if (!/^[\x21-\x7e]{43,}$/.test(secret)) throw new Error('A minted secret is printable ASCII with 256 random bits')
  const digest = createHash('sha256').update(salt).update(secret, 'utf8').digest()
  return { password_hash: Buffer.concat([salt, digest]).toString('base64'), hashing_algorithm: 'rabbit_password_hashing_sha256' }
}

/** Whether a stored hash is one of this secret, whatever its salt: two workers that mint one lease each take their own. */
export const isHashOf = (secret: string, stored: string): boolean => hashOf(secret, Buffer.from(stored, 'base64').subarray(0, 4)).password_hash === stored

/** Makes the user or sets its password and tags, which a PUT replaces together. True when it made it. */
export async function putUser(
  connection: RabbitmqConnection,
  user: Pick<User, 'name' | 'tags'> & Password,
  options: CallOptions & { doing: string },
): Promise<boolean> {
  const { name, tags, password_hash, hashing_algorithm } = user
  // A list is refused before 3.9, and text is still taken.
  const body = { password_hash, tags: tags.join(','), ...(hashing_algorithm === null ? {} : { hashing_algorithm }) }
  return (await connection.call('PUT', ['users', name], { ...options, body })).status === 201
}
