import { describe, expect, it } from 'vitest'
import { ofType, readAll, refusalOf } from '../testing/read-all.ts'
import { oktaObjects } from './okta-objects.ts'

const API = 'https://acme.okta.com/api/v1'
const appOf = (id: string, oauth: { method?: string; type?: string; jwks?: unknown } | null, more = {}) => ({
  id,
  name: 'oidc_client',
  label: id,
  status: 'ACTIVE',
  signOnMode: oauth ? 'OPENID_CONNECT' : 'SAML_2_0',
  credentials: { oauthClient: { client_id: id, client_secret: 'hunter2', token_endpoint_auth_method: oauth?.method } },
  settings: { oauthClient: oauth ? { application_type: oauth.type, jwks: oauth.jwks } : null },
  _links: { users: { href: `${API}/apps/${id}/users` } },
  ...more,
})
const roleOf = (id: string, type: string, assignee: string, assignmentType = 'USER') => ({
  id,
  type,
  label: type,
  status: 'ACTIVE',
  assignmentType,
  _links: { assignee: { href: `${API}/${assignee}` } },
})
const userOf = (id: string, status = 'ACTIVE') => ({
  id,
  status,
  activated: null,
  profile: { login: `${id}@acme.example` },
  _links: { self: { href: `${API}/users/${id}` } },
})
const tokenOf = (id: string, userId: string) => ({
  id,
  name: `token ${id}`,
  userId,
  clientName: 'Okta API',
  tokenWindow: 'P30D',
  created: '2026-01-01T00:00:00.000Z',
  expiresAt: '2026-12-01T00:00:00.000Z',
})
const grantOf = (id: string, scopeId: string, app: string) => ({
  id,
  scopeId,
  status: 'ACTIVE',
  issuer: 'https://acme.okta.com',
  _links: { app: { href: `${API}/apps/${app}` } },
})
const read = (value: unknown, options = {}) => readAll(oktaObjects, JSON.stringify(value), options)

describe('objects of Okta', () => {
  it('are service applications with their secrets and keys, and connections to vendors', async () => {
    const { records } = await read([
      appOf('svc', {
        type: 'service',
        method: 'private_key_jwt',
        jwks: {
          keys: [
            { kid: 'k1', kty: 'RSA' },
            { kid: 'k2', kty: 'RSA', status: 'INACTIVE' },
          ],
        },
      }),
      appOf('web', { type: 'web', method: 'client_secret_basic' }, { status: 'INACTIVE' }),
      appOf('saml', null, { name: 'slack', label: 'Slack' }),
    ])
    expect(ofType(records, 'identity').map((one) => [one.externalId, one.class, one.classConfidence, one.enabled, one.details['vendor'] ?? null])).toEqual([
      ['svc', 'service_account', 'certain', true, null],
      ['web', 'saas_connector', 'likely', false, 'oidc_client'],
      ['saml', 'saas_connector', 'likely', true, 'slack'],
    ])
    expect(ofType(records, 'credential').map((one) => [one.identityExternalId, one.kind, one.externalId, one.enabled])).toEqual([
      ['svc', 'access_key', 'jwk/k1', true],
      ['svc', 'access_key', 'jwk/k2', false],
      ['web', 'oauth_client_secret', 'web/client_secret', false],
    ])
    expect(JSON.stringify(records)).not.toContain('hunter2')
  })

  it('are privileged by roles and by scopes that hand out rights; a token by the user who made it', async () => {
    const { records } = await read([
      appOf('svc', { type: 'service' }),
      appOf('reader', { type: 'service' }),
      grantOf('g1', 'okta.users.manage', 'svc'),
      grantOf('g2', 'okta.users.read', 'reader'),
      roleOf('r1', 'SUPER_ADMIN', 'users/u1'),
      roleOf('r2', 'HELP_DESK_ADMIN', 'clients/reader', 'CLIENT'),
      roleOf('r3', 'ORG_ADMIN', 'groups/g9', 'GROUP'),
      userOf('u1', 'SUSPENDED'),
      userOf('u2'),
      tokenOf('t1', 'u1'),
      tokenOf('t2', 'u2'),
    ])
    expect(ofType(records, 'identity').map((one) => [one.externalId, one.class, one.enabled, one.privilegedReason, one.privilegedConfidence])).toEqual([
      ['u1', 'human_admin', false, 'Has the role SUPER_ADMIN', 'certain'],
      ['svc', 'service_account', true, "May use okta.users.manage of Okta's API", 'certain'],
      ['reader', 'service_account', true, 'Has the role HELP_DESK_ADMIN', 'likely'],
      ['t1', 'service_account', true, 'The user who made it: Has the role SUPER_ADMIN', 'certain'],
      ['t2', 'service_account', true, null, 'likely'],
    ])
    expect(ofType(records, 'entitlement').map((one) => [one.identityExternalId, one.action])).toEqual([
      ['svc', 'okta.users.manage'],
      ['reader', 'okta.users.read'],
      ['u1', 'SUPER_ADMIN'],
      ['reader', 'HELP_DESK_ADMIN'],
    ])
    expect(ofType(records, 'trust').map((one) => [one.identityExternalId, one.principal, one.principalExternalId])).toEqual([
      ['t1', 'u1@acme.example', 'u1'],
      ['t2', 'u2@acme.example', null],
    ])
    expect(ofType(records, 'note').map((one) => [one.code, one.text.split(' ')[0]])).toEqual([
      ['left_out', '1'],
      ['left_out', '1'],
    ])
  })

  it('say which parts of the organisation a file lacks, so that what was known of them stays', async () => {
    const { records, summary } = await read([appOf('svc', { type: 'service' })])
    expect(ofType(records, 'note').map((one) => [one.code, one.subject])).toEqual([
      ['not_readable', 'grants'],
      ['not_readable', 'roles'],
    ])
    expect(summary).toMatchObject({ scope: 'acme.okta.com', covers: { identityKinds: ['okta_app', 'okta_api_token'], privilege: false } })
  })

  it.each([
    ['another organisation', [appOf('svc', null)], { scope: 'other.okta.com' }, /^\[0\] belongs to acme\.okta\.com, but this system is other\.okta\.com/],
    ['an unknown object', [appOf('svc', null), { eventType: 'x' }], {}, /^\[1\] must be an app, .* but is an object with eventType/],
    ['two sayings about one app', [appOf('svc', null), appOf('svc', null, { status: 'INACTIVE' })], {}, /^\[1\] says something else about app svc than \[0\]/],
    ['a wrong type', [{ ...tokenOf('t', 'u'), expiresAt: 5 }], {}, /^\[0\]\.expiresAt must be text, but is the number 5/],
  ])('are refused with the place for %s', async (_name, file, options, message) => {
    expect(await refusalOf(read(file, options))).toMatch(message)
  })
})
