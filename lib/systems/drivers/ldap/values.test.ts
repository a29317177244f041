import { expect, test } from 'vitest'
import { firstValue, isBelow, normalDn, topmost } from './dn.ts'
import { passwordState, unusablePassword } from './openldap.ts'
import { entryOf } from './entry.ts'
import { fromFileTime, fromGeneralizedTime, guidBytes, guidText, sidText } from './values.ts'

test.each([
  ['132223104000000000', '2020-01-01T00:00:00.000Z'],
  ['0', null],
  ['9223372036854775807', null],
  ['2650467743999999999', null],
  ['-1', null],
  ['x', null],
])('the FILETIME %s is %s', (value, expected) => {
  expect(fromFileTime(value)?.toISOString() ?? null).toBe(expected)
})

test.each([
  ['20261122101500Z', '2026-11-22T10:15:00.000Z'],
  ['20261122101500.0Z', '2026-11-22T10:15:00.000Z'],
  ['202611221015Z', '2026-11-22T10:15:00.000Z'],
  ['000001010000Z', null],
  ['99991231235959Z', null],
  ['20261122101500+0100', null],
  ['soon', null],
])('the generalized time %s is %s', (value, expected) => {
  expect(fromGeneralizedTime(value)?.toISOString() ?? null).toBe(expected)
})

test('ids are written as Windows writes them, and back', () => {
  const bytes = Buffer.from('00112233445566778899aabbccddeeff', 'hex')
  expect(guidText(bytes)).toBe('33221100-5544-7766-8899-aabbccddeeff')
  expect(guidBytes('33221100-5544-7766-8899-aabbccddeeff')).toEqual(bytes)
  expect(sidText(Buffer.from('01020000000000052000000020020000', 'hex'))).toBe('S-1-5-32-544')
  expect([guidText(Buffer.alloc(3)), sidText(Buffer.alloc(3)), sidText(Buffer.alloc(0))]).toEqual([null, null, null])
})

test('names are compared by what they name, and a base within another is read once', () => {
  expect(normalDn(' CN=a b , OU = x ,DC=ex')).toBe('cn=a b,ou=x,dc=ex')
  expect(isBelow('uid=a,OU=Services,dc=ex', 'ou=services, dc=ex')).toBe(true)
  expect(isBelow('uid=a,ou=otherservices,dc=ex', 'ou=services,dc=ex')).toBe(false)
  expect(topmost(['dc=ex', 'ou=a,dc=ex', 'DC=ex', 'dc=other'])).toEqual(['dc=ex', 'dc=other'])
  expect(firstValue('cn=Doe\\, Jane,dc=ex')).toBe('Doe, Jane')
})

test('a password that nobody knows is told from every other', () => {
  const state = (...userPassword: string[]) => passwordState(entryOf({ dn: 'cn=a', userPassword: userPassword.map((value) => Buffer.from(value)) }))
  expect(state(unusablePassword())).toBe('unusable')
  expect(unusablePassword()).not.toBe(unusablePassword())
  expect(state(unusablePassword(), 'clear')).toBe('usable')
  expect(state('{SSHA}AAAA')).toBe('usable')
  expect(state()).toBe('unknown')
})
