import { oktaObjects } from '../okta/okta-objects.ts'
import type { FormatSample } from './format-sample.ts'

const API = 'https://acme.okta.com/api/v1'

export const OKTA_SAMPLES: readonly FormatSample[] = [
  {
    format: oktaObjects,
    encoding: 'json',
    sample: JSON.stringify([
      {
        id: '0oa1',
        name: 'oidc_client',
        label: 'Exporter',
        status: 'ACTIVE',
        created: '2025-01-01T00:00:00.000Z',
        signOnMode: 'OPENID_CONNECT',
        features: ['PUSH_NEW_USERS'],
        credentials: { oauthClient: { client_id: '0oa1', client_secret: 'never', token_endpoint_auth_method: 'client_secret_basic' } },
        settings: {
          oauthClient: {
            application_type: 'service',
            grant_types: ['client_credentials'],
            redirect_uris: ['https://x.example'],
            jwks: { keys: [{ kid: 'k1', kty: 'RSA' }] },
          },
        },
        _links: { users: { href: `${API}/apps/0oa1/users` } },
      },
      {
        id: '00T1',
        name: 'nightly',
        userId: '00u1',
        clientName: 'Okta API',
        tokenWindow: 'P30D',
        created: '2025-01-01T00:00:00.000Z',
        expiresAt: '2027-01-01T00:00:00.000Z',
      },
      { id: 'ra1', label: 'Super', type: 'SUPER_ADMIN', status: 'ACTIVE', assignmentType: 'USER', _links: { assignee: { href: `${API}/users/00u1` } } },
      {
        id: 'oag1',
        scopeId: 'okta.users.manage',
        status: 'ACTIVE',
        clientId: '0oa1',
        issuer: 'https://acme.okta.com',
        _links: { app: { href: `${API}/apps/0oa1` } },
      },
      {
        id: '00u1',
        status: 'ACTIVE',
        created: '2025-01-01T00:00:00.000Z',
        activated: null,
        lastLogin: '2026-01-01T00:00:00.000Z',
        profile: { login: 'ann@acme.example', email: 'ann@acme.example', firstName: 'Ann', lastName: 'Ash' },
        _links: { self: { href: `${API}/users/00u1` } },
      },
    ]),
  },
]
