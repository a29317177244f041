import { describe, expect, test } from 'vitest'
import { contextFor, someone, testData } from '#lib/testing/contexts.ts'
import { permissions } from '#lib/people/permissions.rules.ts'
import type { Command } from './command.ts'

const data = await testData()
const modules = import.meta.glob<Record<string, unknown>>(
  ['../*/**/*.ts', '!../**/*.test.ts', '!../testing/**', '!../**/testing/**', '!../web/**', '!../db/generated/**', '!../jobs/**'],
  { eager: true },
)
const isGuarded = (value: unknown): value is Command<unknown> => typeof value === 'function' && 'permission' in value
const guarded = Object.entries(modules).flatMap(([file, exports]) =>
  Object.entries(exports).flatMap(([name, value]) => (isGuarded(value) ? [{ name, file, run: value }] : [])),
)

describe('every command and query', () => {
  test('is found by this test', () => {
    expect(guarded.length).toBeGreaterThan(40)
  })

  test.each(guarded)('$name is refused to a person without a role, before anything is read or written', async ({ run }) => {
    await expect(run(contextFor(data, someone()), {})).rejects.toMatchObject({ code: 'forbidden' })
  })

  test.each(guarded)('$name is refused to a machine', async ({ run }) => {
    const machine = { kind: 'workload' as const, identityId: 'nhi_1', name: 'build-agent' }
    await expect(run(contextFor(data, machine), {})).rejects.toMatchObject({ code: 'forbidden' })
  })

  test.each(guarded)('$name has its permission in the table', ({ run }) => {
    expect(permissions).toHaveProperty([run.permission])
  })

  test('no permission stands in the table for nothing', () => {
    const used = new Set(guarded.map(({ run }) => run.permission))
    expect(Object.keys(permissions).filter((permission) => !used.has(permission as never) && permission !== 'people.read')).toEqual([])
  })
})
