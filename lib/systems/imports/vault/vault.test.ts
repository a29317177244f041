import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { countIndependently, countRecords, nonZero, PYTHON_IS_HERE, REAL_EXPORTS } from '../testing/count-independently.ts'
import { ofType, readAll, refusalOf } from '../testing/read-all.ts'
import { VAULT_ANSWERS } from '../testing/vault-samples.ts'
import { aclRules, matchesPath, privilegedRule } from './acl-policy.ts'
import { VaultSeconds } from './duration.ts'
import { vaultDump } from './vault-dump.ts'

const read = (answers: unknown, scope?: string) => readAll(vaultDump, JSON.stringify(answers), { scope })
const without = (path: string) => VAULT_ANSWERS.filter((answer) => answer.path !== path)

describe('a dump of Vault', () => {
  it('becomes an identity for each way in that machines have, and for people only where they hold privilege', async () => {
    const { records, summary } = await read(VAULT_ANSWERS)
    expect(summary?.covers).toBeUndefined()
    expect(summary).toMatchObject({
      scope: '2c0e2b1f-7b3a-4b3c-9d62-6a4c56a2d0f1',
      counts: { authMounts: 7, roles: 7, policies: 2, tokens: 1, entities: 1, secretsEngines: 2 },
    })
    expect(
      ofType(records, 'identity').map(({ externalId, class: identityClass, classConfidence, privileged }) => [
        externalId,
        identityClass,
        classConfidence,
        privileged,
      ]),
    ).toEqual([
      ['auth/approle/role/ci', 'service_account', 'likely', false],
      ['auth/kubernetes/role/api', 'workload', 'certain', false],
      ['auth/github-actions/role/shop', 'ci_runner', 'certain', true],
      ['auth/aws/role/batch', 'workload', 'likely', false],
      ['auth/people/role/admins', 'human_admin', 'likely', true],
      ['auth/userpass/users/backup', 'service_account', 'guess', false],
      ['token/8609694a-cdbc-db9b-d345-e782dbb562ed', 'service_account', 'guess', true],
      ['identity/entity/id/7d2e3179-f69b-450c-7179-ac8ee8bd8ca9', 'workload', 'likely', false],
    ])
    expect(ofType(records, 'note').map(({ code, subject }) => [code, subject])).toEqual([
      ['not_readable', 'missing'],
      ['left_out', 'people'],
    ])
  })

  it('tells secret ids and tokens that never end, by their accessors', async () => {
    const { records } = await read(VAULT_ANSWERS)
    const keys = ofType(records, 'credential').filter(({ kind }) => kind === 'api_key')
    expect(keys).toMatchObject([
      { identityExternalId: 'auth/approle/role/ci', expiresAt: null, attributes: { accessor: '84896a0c-1347-aa90-a4f6-aca8b7558780', neverExpires: true } },
      { identityExternalId: 'token/8609694a-cdbc-db9b-d345-e782dbb562ed', expiresAt: null, createdAt: new Date('2026-01-01T00:00:00.123Z') },
    ])
    const identities = ofType(records, 'identity')
    expect(identities[0]?.attributes).toMatchObject({ secretIdsNeverExpire: true, tokenTtlSeconds: 3600, renewableForEver: false })
    expect(identities[5]?.attributes).toMatchObject({ tokenPeriodSeconds: 86_400, renewableForEver: true })
  })

  it('names whom a role lets in, across systems where that name is unique in the world', async () => {
    const { records } = await read(VAULT_ANSWERS)
    expect(
      ofType(records, 'trust').map(({ principal, principalKind, principalCorrelationKey, condition }) => [
        principal,
        principalKind,
        principalCorrelationKey,
        condition,
      ]),
    ).toEqual([
      ['system:serviceaccount:prod:api', 'identity', null, 'audience vault'],
      ['system:serviceaccount:test:api', 'identity', null, 'audience vault'],
      [
        'repository = acme/shop, environment = production',
        'federated',
        null,
        'repository = acme/shop; environment = production; audience https://github.com/acme',
      ],
      ['arn:aws:iam::123456789012:role/batch', 'identity', 'aws:arn:aws:iam::123456789012:role/batch', null],
      ['everybody whom the issuer signs in', 'group', null, null],
    ])
  })

  it('gives an entitlement for each path of a policy, of unknown reach where the policy is not in the file', async () => {
    const { records } = await read(VAULT_ANSWERS)
    const of = (identity: string) =>
      ofType(records, 'entitlement')
        .filter((one) => one.identityExternalId === identity)
        .map(({ resource, action, grantedVia }) => [resource, action, grantedVia])
    expect(of('auth/approle/role/ci')).toEqual([['secret/data/shop/*', 'read, list', 'policy deploy']])
    expect(of('auth/aws/role/batch')).toEqual([['unknown: the policy is not in the file', 'unknown', 'policy missing']])
    expect(of('token/8609694a-cdbc-db9b-d345-e782dbb562ed')).toEqual([['*', 'root', 'policy root']])
  })

  it('keeps no token, also where somebody looked up their own', async () => {
    const lookup = { path: 'auth/token/lookup-accessor', data: { accessor: 'a1', id: 'hvs.CAESIJ', path: 'auth/token/create', policies: ['deploy'] } }
    const self = { path: 'auth/token/lookup-self', data: { accessor: 'a2', id: 'hvs.CAESIJ', policies: [] } }
    const { records } = await read([...VAULT_ANSWERS, lookup, self])
    expect(JSON.stringify(records)).not.toContain('hvs.')
    expect(ofType(records, 'identity').map(({ externalId }) => externalId)).toContain('token/a1')
  })

  it('keeps namespaces apart', async () => {
    const { records } = await read([
      { path: 'sys/auth', namespace: 'admin/', data: { 'userpass/': { type: 'userpass' } } },
      { path: 'auth/userpass/users', namespace: 'admin', data: ['x'] },
      { path: 'auth/userpass/users/x', namespace: 'admin', data: { token_policies: ['root'] } },
    ])
    expect(ofType(records, 'identity')).toMatchObject([
      { externalId: 'admin/auth/userpass/users/x', class: 'human_admin', classConfidence: 'guess', privileged: true },
    ])
  })

  it.each([
    ['a list', 'auth/aws/role', 'lacks the list auth/aws/role.'],
    ['a listed role', 'auth/kubernetes/role/api', 'lists auth/kubernetes/role/api, but does not have it'],
    ['the secret ids of a role', 'auth/approle/role/ci/secret-id', 'lacks the list auth/approle/role/ci/secret-id'],
    ['the list of entities', 'identity/entity/id', 'lacks the list of them (identity/entity/id)'],
    ['the list of accessors', 'auth/token/accessors', 'lacks the list of them (auth/token/accessors)'],
  ])('that lacks %s adds to the register, and says nothing of what is gone', async (_case, path, lacking) => {
    const { records, summary } = await read(without(path))
    expect(summary?.covers).toEqual({ identityKinds: [], credentialKinds: [], entitlements: false, privilege: true })
    expect(ofType(records, 'note').at(-1)?.text).toContain(lacking)
  })

  it.each([
    ['that does not name the auth methods', () => read(without('sys/auth')), /lacks the answer of sys\/auth/],
    ['of another cluster', () => read(VAULT_ANSWERS, 'other'), /but this system is other/],
    [
      'with two answers for a path',
      () => read([...VAULT_ANSWERS, { path: 'auth/approle/role/ci', data: {} }]),
      /says something else about auth\/approle\/role\/ci/,
    ],
    ['with a wrong type', () => read([{ path: 'auth/approle/role/ci', data: { token_ttl: 'soon' } }]), /\[0\]\.data\.token_ttl must be a number of seconds/],
    ['that is a list of something else', () => read([{ path: 'x' }, 7]), /\[1\] must be an object/],
  ])('%s is refused', async (_case, reading, message) => {
    expect(await refusalOf(reading())).toMatch(message)
  })
})

describe('a policy of Vault', () => {
  it.each([
    ['path "a/*" { capabilities = ["read"] }', [{ path: 'a/*', capabilities: ['read'] }]],
    [
      '# path "no" {}\n/* path "no" { } */ // x\npath "b" {\n capabilities = [\n "create", "sudo",\n ]\n allowed_parameters = { "*" = [] }\n}',
      [{ path: 'b', capabilities: ['create', 'sudo'] }],
    ],
    ['path "c" { policy = "read" }', [{ path: 'c', capabilities: ['read', 'list'] }]],
    [
      '{"path": {"d": {"capabilities": ["list"]}, "e": {"policy": 1}}}',
      [
        { path: 'd', capabilities: ['list'] },
        { path: 'e', capabilities: [] },
      ],
    ],
    ['path "#f" { capabilities = ["deny"] }', [{ path: '#f', capabilities: ['deny'] }]],
    ['path "g" { capabilities = ["read"]', [{ path: 'g', capabilities: ['read'] }]],
    ['{"path": ', []],
    ['', []],
  ])('%j is read as its rules', (text, rules) => {
    expect(aclRules(text)).toEqual(rules)
  })

  it.each([
    ['secret/*', ['create', 'update'], null],
    ['*', ['read'], null],
    ['*', ['update'], /changes anything/],
    ['sys/policies/acl/*', ['update'], /writes policies/],
    ['sys/policies/acl/*', ['deny', 'update'], null],
    ['+/policies/acl/+', ['create'], /writes policies/],
    ['auth/approle/role/*', ['create'], /who may sign in/],
    ['auth/approle/role/ci/secret-id', ['update'], null],
    ['auth/token/renew-self', ['update'], null],
    ['sys/seal', ['update', 'sudo'], /sudo on/],
  ])('that allows %s %j is privileged: %s', (path, capabilities, reason) => {
    if (reason === null) expect(privilegedRule({ path, capabilities })).toBeNull()
    else expect(privilegedRule({ path, capabilities })).toMatch(reason)
  })

  it.each([
    ['a/*', 'a/b/c', true],
    ['a/b*', 'a/bc/d', true],
    ['a/+/c', 'a/b/c', true],
    ['a/+', 'a/b/c', false],
    ['a', 'a', true],
    ['a/b', 'a', false],
  ])('%s takes in %s: %s', (pattern, place, expected) => {
    expect(matchesPath(pattern, place)).toBe(expected)
  })
})

it.each([
  [60, 60],
  ['60', 60],
  ['1h30m', 5_400],
  ['768h', 2_764_800],
  [null, 0],
  [undefined, 0],
])('a length of time %j is %d seconds', (written, seconds) => {
  expect(VaultSeconds.parse(written)).toBe(seconds)
})

const RECORDED = 'jupiterone-vault/fetch-users.json'

describe.skipIf(!PYTHON_IS_HERE)('an independent script', () => {
  it('counts what the records of a dump hold', async () => {
    const { records } = await read(VAULT_ANSWERS)
    expect(countRecords(records)).toEqual(nonZero(countIndependently('count_vault.py', JSON.stringify(VAULT_ANSWERS))))
  })

  it.skipIf(!existsSync(REAL_EXPORTS + RECORDED))('and what those of a recording of a real server hold', async () => {
    const content = readFileSync(REAL_EXPORTS + RECORDED, 'utf8')
    expect(vaultDump.detect(content.slice(0, 65_536))).toBe(true)
    const { records } = await readAll(vaultDump, content)
    expect(nonZero(countRecords(records))).toEqual(nonZero(countIndependently('count_vault.py', content)))
    expect(ofType(records, 'identity')).toHaveLength(2)
  })
})
