import { expect, test } from 'vitest'
import type { Capability, Driver } from './driver.ts'
import { postgresqlDriver } from './drivers/postgresql/postgresql.ts'
import { createRegistry, discoveringDriverFor, driverFor, listDrivers, mintingDriverFor } from './registry.ts'

function without(method: keyof Driver, capability: Capability): Driver {
  const { [method]: _, ...rest } = postgresqlDriver
  return { ...(rest as Driver), capabilities: postgresqlDriver.capabilities.filter((declared) => declared !== capability) }
}

test.each([
  ['probe', 'probe'],
  ['reread', 'reread'],
  ['revocation', 'revoke'],
  ['residual', 'residual'],
] as const)('a driver that mints is refused without %s', (method, capability) => {
  expect(() => createRegistry([without(method, capability)])).toThrow(`mints but cannot ${capability}`)
})

test('a driver that mints is refused without names for its accounts or with an empty revocation', () => {
  const { accountName: _, ...nameless } = postgresqlDriver
  expect(() => createRegistry([nameless])).toThrow('does not name its accounts')
  expect(() => createRegistry([{ ...postgresqlDriver, revocation: [] }])).toThrow('without steps')
})

test('what a driver declares and what it has must agree', () => {
  const { discover: _, ...blind } = postgresqlDriver
  expect(() => createRegistry([blind])).toThrow('declares discover but has no discover')
  expect(() => createRegistry([{ ...postgresqlDriver, capabilities: postgresqlDriver.capabilities.filter((it) => it !== 'activity') }])).toThrow(
    'does not declare activity',
  )
})

test('a secret field must be one of the settings, or it would be stored in clear under another name', () => {
  expect(() => createRegistry([{ ...postgresqlDriver, secretFields: ['pasword'] }])).toThrow('pasword')
})

test('a kind has one driver', () => {
  const registry = createRegistry([postgresqlDriver])
  expect(() => registry.registerDriver({ ...postgresqlDriver })).toThrow('already')
})

test('a driver that only reads is found for discovery and refused for leases', () => {
  const { test: probeConnection, discover, ...rest } = postgresqlDriver
  const { kind, title, connectionSchema, secretFields, connect } = rest
  const registry = createRegistry([
    { kind, title, connectionSchema, secretFields, connect, test: probeConnection, ...(discover ? { discover } : {}), capabilities: ['discover'] },
  ])
  expect(registry.discoveringDriverFor('postgresql').kind).toBe('postgresql')
  expect(() => registry.mintingDriverFor('postgresql')).toThrow('cannot lend access')
})

test.each([
  ['postgresql', 'PostgreSQL'],
  ['mariadb', 'MariaDB'],
  ['redis', 'Redis ACL'],
])('the product reads %s, lends access there and takes accounts out of service', (kind, title) => {
  expect(mintingDriverFor(kind).title).toBe(title)
  expect(discoveringDriverFor(kind).title).toBe(title)
  expect(driverFor(kind).offboarding).toBeDefined()
})

test('drivers are listed by title, and a kind without one is said to be so', () => {
  const titles = listDrivers().map((driver) => driver.title)
  expect(titles).toEqual(titles.toSorted((a, b) => a.localeCompare(b, 'en')))
  expect(new Set(titles).size).toBe(titles.length)
  expect(() => driverFor('oracle')).toThrow('no driver')
})
