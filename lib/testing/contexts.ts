import { afterAll } from 'vitest'
import type { Context } from '#lib/command/context.ts'
import type { Actor, Role } from '#lib/core/actor.ts'
import { UserId } from '#lib/core/ids.ts'
import type { Keyring } from '#lib/crypto/envelope.ts'
import { createDb, type Db } from '#lib/db/client.ts'
import { createPool, type Pool } from '#lib/db/pool.ts'
import { type TestDatabase, testDatabase } from './database.ts'

/** When tests happen, unless they say otherwise. */
export const NOW = new Date('2026-11-22T10:00:00Z')

export const TEST_KEYRING: Keyring = { currentId: 'test', keys: { test: new Uint8Array(32).fill(7) } }

export type TestData = TestDatabase & { db: Db; pool: Pool }

/** A database of the test file's own with both ways into it; closed after the file. `const data = await testData()` at the top. */
export async function testData(): Promise<TestData> {
  const database = await testDatabase()
  const db = createDb(database.url)
  const pool = createPool(database.url)
  afterAll(async () => {
    await db.$disconnect()
    await pool.end()
  })
  return { ...database, db, pool }
}

/** One call by `actor` at `now`. */
export function contextFor({ db, pool }: { db: Db; pool: Pool }, actor: Actor, now: Date = NOW): Context {
  return { db, pool, keyring: TEST_KEYRING, actor, now, requestId: null }
}

/** A person as the actor of a call. */
export function actorOf(person: { id: string; name: string; roles: readonly string[] }): Actor & { kind: 'user' } {
  return { kind: 'user', userId: person.id, name: person.name, roles: person.roles as readonly Role[] }
}

/** Somebody with these roles who stands in no table: for rules, and for reads that need no row of theirs. */
export const someone = (...roles: Role[]): Actor & { kind: 'user' } => ({ kind: 'user', userId: UserId.create(), name: 'Someone', roles })

/** The worker, doing the job of that name. */
export const worker = (job: string): Actor => ({ kind: 'system', job })
