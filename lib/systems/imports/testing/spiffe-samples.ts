import { spireEntries } from '../spiffe/spire-entries.ts'
import type { FormatSample } from './format-sample.ts'

/** An entry as `spire-server entry show -output json` writes it: numbers of 64 bits as text. */
export const SPIRE_ENTRY = {
  id: '1b2f9d0c-5e64-4f3a-9d13-0b8f2b6f2d11',
  spiffe_id: { trust_domain: 'example.org', path: '/ns/prod/sa/api' },
  parent_id: { trust_domain: 'example.org', path: '/spire/agent/k8s_psat/one/0c1d' },
  selectors: [
    { type: 'k8s', value: 'ns:prod' },
    { type: 'k8s', value: 'sa:api' },
  ],
  x509_svid_ttl: 3600,
  jwt_svid_ttl: 0,
  federates_with: ['partner.example'],
  hint: '',
  admin: false,
  downstream: false,
  store_svid: false,
  dns_names: ['api.prod.svc'],
  created_at: '1767225600',
  expires_at: '0',
  revision_number: '3',
}

export const SPIFFE_SAMPLES: readonly FormatSample[] = [
  { format: spireEntries, encoding: 'json', sample: JSON.stringify({ entries: [SPIRE_ENTRY], next_page_token: '' }) },
]
