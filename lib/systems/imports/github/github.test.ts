import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { countIndependently, countRecords, nonZero, PYTHON_IS_HERE, REAL_EXPORTS } from '../testing/count-independently.ts'
import { GITHUB_LISTS, PUBLIC_KEY } from '../testing/github-samples.ts'
import { ofType, readAll, refusalOf } from '../testing/read-all.ts'
import { detectFormat } from '../detect-format.ts'
import { sshFingerprint } from '../ssh-fingerprint.ts'
import { bytesOf } from '../testing/read-all.ts'
import { actionsSubject } from './actions-subject.ts'
import { githubAnswer } from './github-answer.ts'
import { githubOrganization } from './github-organization.ts'
import { privilegedBy } from './permissions.ts'
import { classifyToken } from './token-holder.ts'

const ORGANIZATION = { organization: { login: 'acme' }, ...GITHUB_LISTS }
const read = (content: unknown, scope?: string) => readAll(githubOrganization, JSON.stringify(content), { scope })
const answer = (content: unknown, scope?: string) => readAll(githubAnswer, JSON.stringify(content), { scope })

describe('a GitHub organisation', () => {
  it('becomes an identity for whatever acts in it, without the people', async () => {
    const { records, summary } = await read(ORGANIZATION)
    expect(summary).toMatchObject({ scope: 'acme', counts: { installations: 1, deploy_keys: 1, environments: 1 } })
    expect(
      ofType(records, 'identity').map(({ externalId, class: identityClass, classConfidence, privileged }) => [
        externalId,
        identityClass,
        classConfidence,
        privileged,
      ]),
    ).toEqual([
      ['app/29310', 'saas_connector', 'certain', true],
      ['deploy-key/100', 'service_account', 'likely', false],
      ['fine-grained-token/98716', 'ci_runner', 'guess', true],
      ['authorized-credential/161195', 'service_account', 'guess', true],
      ['actions/acme/shop', 'ci_runner', 'certain', false],
      ['actions/acme/shop/production', 'ci_runner', 'certain', false],
      ['runner/23', 'ci_runner', 'certain', false],
    ])
    expect(ofType(records, 'note')).toMatchObject([{ code: 'left_out', text: expect.stringContaining('1 SSH keys') }])
    expect(ofType(records, 'identity')[0]).toMatchObject({
      correlationKeys: ['github:app:29310'],
      details: { vendor: 'scanner-inc', appId: '29310', scopes: ['contents:write', 'metadata:read', 'members:read'] },
    })
  })

  it('keeps dates, last uses and fingerprints, and never a secret', async () => {
    const { records } = await read(ORGANIZATION)
    const [deployKey, fineGrained, classic] = ofType(records, 'credential')
    expect(deployKey).toMatchObject({
      kind: 'ssh_key',
      fingerprint: 'SHA256:fxmfzx7L81OagPJm/jNIp4LxKhfNs0EPeFYs4Mzjf2o',
      lastUsedAt: new Date('2026-03-02T00:00:00Z'),
    })
    expect(fineGrained).toMatchObject({
      kind: 'api_key',
      fingerprint: null,
      lastUsedAt: null,
      lastUseKnown: 'exact',
      expiresAt: new Date('2026-12-16T15:47:09Z'),
    })
    expect(classic).toMatchObject({ expiresAt: null, attributes: { neverExpires: true } })
    expect(JSON.stringify(records)).not.toContain(PUBLIC_KEY.split(' ')[1])
  })

  it('lets the jobs of an environment act under the subject that the repository shapes', async () => {
    const { records } = await read(ORGANIZATION)
    expect(ofType(records, 'trust')).toMatchObject([
      { identityExternalId: 'actions/acme/shop', kind: 'federate', condition: null },
      {
        identityExternalId: 'actions/acme/shop/production',
        principal: 'repository_owner:acme:environment:production:job_workflow_ref:*',
        principalKind: 'federated',
        condition: 'one of 2 reviewers must approve; waits 30 minutes; protected branches only',
      },
    ])
  })

  it('counts an app as its own when it owns it, and as of unknown owner when the list does not say', async () => {
    const [one] = GITHUB_LISTS.installations
    const own = await answer([{ ...one, app: { owner: { login: 'ACME' } } }])
    expect(ofType(own.records, 'identity')).toMatchObject([{ class: 'service_account', classConfidence: 'likely' }])
    const unknown = await answer([{ ...one, app: undefined, html_url: 'https://git.acme.example/x', suspended_at: '2026-04-29T02:32:50Z' }])
    expect(ofType(unknown.records, 'identity')).toMatchObject([{ class: 'saas_connector', classConfidence: 'likely', enabled: false, correlationKeys: [] }])
  })

  it.each([
    ['another organisation than the system', () => read(ORGANIZATION, 'globex'), /belongs to acme, but this system is globex/],
    ['keys of another organisation', () => read({ ...ORGANIZATION, organization: { login: 'globex' } }), /installations\[0\]\.account\.login belongs to acme/],
    ['lists before the organisation', () => read({ runners: GITHUB_LISTS.runners, organization: { login: 'acme' } }), /comes before "organization"/],
    ['one page of several', () => answer({ total_count: 2, installations: GITHUB_LISTS.installations }), /one page of several/],
    ['a private key for a public one', () => answer([{ ...GITHUB_LISTS.deploy_keys[0], key: 'x' }]), /\[0\]\.key must be a public SSH key/],
    [
      'two keys with one id',
      () => answer([GITHUB_LISTS.deploy_keys[0], { ...GITHUB_LISTS.deploy_keys[0], title: 'other' }]),
      /says something else about deploy_keys 100/,
    ],
    ['two lists in one', () => answer([GITHUB_LISTS.deploy_keys[0], GITHUB_LISTS.runners[0]]), /\[1\]\.key is missing/],
  ])('refuses %s', async (_case, reading, message) => {
    expect(await refusalOf(reading())).toMatch(message)
  })

  it('takes the same entry twice for one', async () => {
    expect((await answer([GITHUB_LISTS.runners[0], GITHUB_LISTS.runners[0]])).records).toHaveLength(1)
  })
})

describe('the subject of a workflow token', () => {
  it.each([
    [null, [], 'repo:acme/shop:*'],
    ['prod', [], 'repo:acme/shop:environment:prod'],
    ['prod', [{ use_default: true, include_claim_keys: ['repo'] }], 'repo:acme/shop:environment:prod'],
    ['prod', [null, { include_claim_keys: ['repository_owner', 'environment'] }], 'repository_owner:acme:environment:prod'],
    [null, [{ use_default: false, include_claim_keys: ['actor', '__proto__'] }], 'actor:*:__proto__:*'],
  ])('for the environment %s with %j is %s', (environment, templates, subject) => {
    expect(actionsSubject('acme/shop', environment, templates)).toBe(subject)
  })
})

describe('a permission', () => {
  it.each([
    [{ contents: 'write' }, true, 'likely'],
    [{ contents: 'write' }, false, undefined],
    [{ administration: 'read', members: 'read' }, true, undefined],
    [{ workflows: 'write' }, false, 'certain'],
    [{ organization_administration: 'admin' }, false, 'certain'],
  ])('%j on every repository %s makes privileged: %s', (permissions, every, confidence) => {
    expect(privilegedBy(permissions, every)?.confidence).toBe(confidence)
  })
})

describe('a personal access token', () => {
  it.each([
    [{ login: 'renovate[bot]' }, 'service_account', 'certain'],
    [{ login: 'ann', name: 'ci-deploy' }, 'ci_runner', 'guess'],
    [{ login: 'acme-bot', name: 'x' }, 'service_account', 'guess'],
    [{ login: 'ann', name: 'laptop', ownerType: 'User' }, 'service_account', 'guess'],
    [{ login: 'cindy', name: 'cities' }, 'service_account', 'guess'],
  ])('of %j is taken for a %s: %s', (token, identityClass, confidence) => {
    expect(classifyToken(token)).toMatchObject({ class: identityClass, classConfidence: confidence })
  })
})

it('an SSH key whose blob is of another type than its line has no fingerprint', () => {
  expect(sshFingerprint(PUBLIC_KEY)?.type).toBe('ssh-ed25519')
  expect(sshFingerprint(PUBLIC_KEY.replace('ssh-ed25519', 'ssh-rsa'))).toBeNull()
})

const FILES = {
  apps: 'jupiterone-github/apps.json',
  tokens: 'cartography-fixtures/github.personal_access_tokens.json',
  deployKey: 'octokit-webhook-examples/deploy_key.created.payload.json',
}
const load = (file: string) => JSON.parse(readFileSync(REAL_EXPORTS + file, 'utf8'))
const available = PYTHON_IS_HERE && Object.values(FILES).every((file) => existsSync(REAL_EXPORTS + file))

describe.skipIf(!available)('a real answer of GitHub', () => {
  it.each([
    ['11 installations', () => load(FILES.apps).at(-1).body],
    ['fine-grained tokens', () => load(FILES.tokens).FINE_GRAINED_PERSONAL_ACCESS_TOKENS],
    ['authorized credentials', () => load(FILES.tokens).SAML_CREDENTIAL_AUTHORIZATIONS],
    ['a deploy key', () => [load(FILES.deployKey).key]],
  ])('holds what an independent script counts in it: %s', async (_name, export_) => {
    const content = JSON.stringify(export_())
    const { format, bytes } = await detectFormat(bytesOf(content))
    expect(format.kind).toBe('github-answer')
    const records = []
    for await (const batch of format.parse(bytes, { now: new Date('2026-11-22T12:00:00Z') })) records.push(...batch)
    expect(nonZero(countRecords(records))).toEqual(nonZero(countIndependently('count_github.py', content)))
  })

  it('and a whole organisation does too', async () => {
    const { records } = await read(ORGANIZATION)
    expect(nonZero(countRecords(records))).toEqual(nonZero(countIndependently('count_github.py', JSON.stringify(ORGANIZATION))))
  })
})
