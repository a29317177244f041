import { expect, test } from 'vitest'
import { ConfigProblem, parseConfig, parsePart } from './config.ts'

const complete = {
  DATABASE_URL: 'postgresql://tenure@127.0.0.1/tenure',
  TENURE_URL: 'https://tenure.example.com',
  TENURE_SESSION_SECRET: 'x'.repeat(32),
  TENURE_ENCRYPTION_KEYS: `k2:${Buffer.alloc(32, 2).toString('base64')},k1:${Buffer.alloc(32, 1).toString('base64')}`,
  TENURE_SIGNING_KEY: 'key',
  OIDC_ISSUER: 'https://id.example.com',
  OIDC_CLIENT_ID: 'tenure',
  OIDC_CLIENT_SECRET: 'secret',
}

test('a complete environment is accepted, and its first encryption key seals', () => {
  expect(parseConfig(complete).TENURE_ENCRYPTION_KEYS).toMatchObject({ currentId: 'k2', keys: { k1: expect.any(Uint8Array) } })
})

test('an empty environment is refused with the whole list of what is missing', () => {
  const problem = catching(() => parseConfig({}))
  expect(problem).toBeInstanceOf(ConfigProblem)
  for (const name of Object.keys(complete).filter((each) => !each.startsWith('OIDC'))) expect(problem?.message).toContain(`${name} is missing`)
})

test('production without an OpenID provider is refused, the demo is not', () => {
  const { OIDC_ISSUER: _, ...rest } = complete
  expect(() => parseConfig(rest)).toThrow('OIDC_ISSUER is missing')
  expect(parseConfig({ ...rest, TENURE_DEMO: '1' }).TENURE_DEMO).toBe(true)
})

test.each([
  ['DATABASE_URL', 'mysql://x', 'must be a postgresql:// URL'],
  ['TENURE_SESSION_SECRET', 'short', 'at least 32 characters'],
  ['TENURE_ENCRYPTION_KEYS', 'k1:c2hvcnQ=', 'must be 32 bytes'],
  ['TENURE_WEB_PORT', '99999', 'TENURE_WEB_PORT'],
])('a wrong %s is named', (name, value, message) => {
  expect(() => parseConfig({ ...complete, [name]: value })).toThrow(message)
})

test('a command that needs two variables asks for no other, and names those of the two that are missing or wrong', () => {
  const { DATABASE_URL, TENURE_ENCRYPTION_KEYS } = complete
  expect(parsePart({ DATABASE_URL, TENURE_ENCRYPTION_KEYS }, ['DATABASE_URL', 'TENURE_ENCRYPTION_KEYS'])).toMatchObject({
    DATABASE_URL,
    TENURE_ENCRYPTION_KEYS: { currentId: 'k2' },
  })
  const problem = catching(() => parsePart({ DATABASE_URL: 'mysql://x' }, ['DATABASE_URL', 'TENURE_ENCRYPTION_KEYS']))
  expect(problem).toBeInstanceOf(ConfigProblem)
  expect(problem?.message).toContain('DATABASE_URL must be a postgresql:// URL')
  expect(problem?.message).toContain('TENURE_ENCRYPTION_KEYS is missing')
  expect(problem?.message).not.toContain('TENURE_URL')
})

function catching(run: () => unknown): Error | undefined {
  try {
    run()
    return undefined
  } catch (error) {
    return error as Error
  }
}
