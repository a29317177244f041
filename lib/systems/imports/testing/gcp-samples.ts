import { gcpIamPolicies, gcpIamPolicy } from '../gcp/iam-policy.ts'
import { gcpServiceAccountKeys } from '../gcp/service-account-keys.ts'
import { gcpServiceAccounts } from '../gcp/service-accounts.ts'
import type { FormatSample } from './format-sample.ts'

const EMAIL = 'deploy@acme-prod.iam.gserviceaccount.com'
const NAME = `projects/acme-prod/serviceAccounts/${EMAIL}`
const BINDING = {
  role: 'roles/iam.serviceAccountTokenCreator',
  members: [`serviceAccount:${EMAIL}`, 'user:ann@acme.example', 'allUsers'],
  condition: { title: 'until', expression: 'request.time < timestamp("2027-01-01T00:00:00Z")' },
}

export const GCP_SAMPLES: readonly FormatSample[] = [
  {
    format: gcpServiceAccounts,
    encoding: 'json',
    sample: JSON.stringify([
      { description: 'ships', disabled: false, displayName: 'Deploy', email: EMAIL, name: NAME, projectId: 'acme-prod', uniqueId: '1122' },
    ]),
  },
  {
    format: gcpServiceAccountKeys,
    encoding: 'json',
    sample: JSON.stringify({
      keys: [
        {
          name: `${NAME}/keys/0a1b2c`,
          keyType: 'USER_MANAGED',
          keyAlgorithm: 'KEY_ALG_RSA_2048',
          keyOrigin: 'GOOGLE_PROVIDED',
          validAfterTime: '2026-01-02T03:04:05Z',
          validBeforeTime: '9999-12-31T23:59:59Z',
          disabled: true,
          disableReason: 'SERVICE_ACCOUNT_KEY_DISABLE_REASON_USER_INITIATED',
        },
      ],
    }),
  },
  {
    format: gcpIamPolicy,
    encoding: 'json',
    context: { scope: 'acme-prod' },
    sample: JSON.stringify({ bindings: [{ ...BINDING, role: 'roles/owner' }], etag: 'BwX', version: 3 }),
  },
  {
    format: gcpIamPolicies,
    encoding: 'json',
    sample: JSON.stringify([
      {
        assetType: 'cloudresourcemanager.googleapis.com/Project',
        policy: { bindings: [BINDING] },
        resource: '//cloudresourcemanager.googleapis.com/projects/acme-prod',
      },
      { policy: { bindings: [BINDING] }, resource: `//iam.googleapis.com/${NAME}` },
    ]),
  },
]
