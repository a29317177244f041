import pg from 'pg'
import { expect, test } from 'vitest'
import { TenureError } from '#lib/core/errors.ts'
import { scrub } from '../scrub.ts'
import { codeOf, postgresqlError } from './errors.ts'

const said = (code: string, message = 'no') => Object.assign(new pg.DatabaseError(message, 0, 'error'), { code })

test.each([
  [said('53300'), 'unavailable'],
  [said('57P01'), 'unavailable'],
  [said('57014'), 'unavailable'],
  [said('40P01'), 'unavailable'],
  [said('55P03'), 'unavailable'],
  [said('25006'), 'unavailable'],
  [said('XX000', 'tuple concurrently updated'), 'unavailable'],
  [said('42501'), 'forbidden'],
  [said('28P01'), 'forbidden'],
  [said('2BP01'), 'conflict'],
  [said('XX000'), 'conflict'],
  [Object.assign(new Error('connect'), { code: 'ECONNREFUSED' }), 'unavailable'],
  [new Error('Query read timeout'), 'unavailable'],
  ['thrown text', 'unavailable'],
])('%s is %s', (error, code) => {
  expect(postgresqlError(error, 'do it').code).toBe(code)
})

test('an error for people passes through as it is', () => {
  const error = new TenureError('not_found', 'There is no such role')
  expect(postgresqlError(error, 'do it')).toBe(error)
})

test('neither the message nor the cause quotes a secret', () => {
  const problem = postgresqlError(said('42601', `syntax error at or near "s3cret's"`), 'mint the account', ["s3cret's", ''])
  expect(problem.message).toBe('Tenure could not mint the account: PostgreSQL says "syntax error at or near "[secret]"" (42601)')
  expect(String(problem.cause)).not.toContain('s3cret')
  expect(codeOf(problem.cause)).toBe('42601')
  expect(scrub('a b a', ['a', ''])).toBe('[secret] b [secret]')
})
