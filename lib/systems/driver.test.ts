import { expect, test } from 'vitest'
import { parseSettings, splitSecrets } from './driver.ts'
import { postgresqlDriver } from './drivers/postgresql/postgresql.ts'
import { PostgresqlSettings } from './drivers/postgresql/schemas.ts'

const settings = { host: 'db.internal', username: 'tenure_broker', password: 'x' }

test('what is left out of the settings is the safe choice', () => {
  expect(parseSettings(PostgresqlSettings, settings)).toMatchObject({
    port: 5432,
    tls: 'verify-full',
    scramIterations: 1,
    allowPrivileged: [],
    accountConnectionLimit: 5,
  })
})

test.each([
  ['host', { host: '' }],
  ['host', { host: '/var/run/postgresql' }],
  ['port', { port: 70_000 }],
  ['username', { username: 'a\u0000b' }],
  ['tls', { tls: 'prefer' }],
  ['password', { password: '' }],
  ['connectTimeoutMs', { connectTimeoutMs: 0 }],
])('a wrong %s is named', (field, wrong) => {
  expect(() => parseSettings(PostgresqlSettings, { ...settings, ...wrong })).toThrow(
    expect.objectContaining({ code: 'invalid', fields: { [field]: expect.any(String) } }),
  )
})

test('the password is split from what may be stored in clear', () => {
  expect(splitSecrets(postgresqlDriver, settings)).toEqual({ open: { host: 'db.internal', username: 'tenure_broker' }, secret: { password: 'x' } })
})
