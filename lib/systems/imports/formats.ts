import { awsAccessKeys } from './aws/access-keys.ts'
import { awsAuthorizationDetails } from './aws/authorization-details.ts'
import { awsCredentialReport } from './aws/credential-report.ts'
import { githubAnswer } from './github/github-answer.ts'
import { githubOrganization } from './github/github-organization.ts'
import { entraApplications } from './entra/applications.ts'
import { entraAzurehound } from './entra/azurehound.ts'
import { entraGraph } from './entra/graph.ts'
import { gcpIamPolicies, gcpIamPolicy } from './gcp/iam-policy.ts'
import { gcpServiceAccountKeys } from './gcp/service-account-keys.ts'
import { gcpServiceAccounts } from './gcp/service-accounts.ts'
import { oktaObjects } from './okta/okta-objects.ts'
import type { ImportFormat } from './import-format.ts'
import { tenureCsv } from './csv/tenure-csv.ts'
import { kubernetesJson } from './kubernetes/kubernetes-json.ts'
import { kubernetesYaml } from './kubernetes/kubernetes-yaml.ts'
import { discoveries } from './push/discoveries.ts'
import { gitleaksCsv } from './scanners/gitleaks-csv.ts'
import { gitleaksReport } from './scanners/gitleaks-report.ts'
import { sarifReport } from './scanners/sarif-report.ts'
import { spireEntries } from './spiffe/spire-entries.ts'
import { trufflehogReport } from './scanners/trufflehog-report.ts'
import { vaultDump } from './vault/vault-dump.ts'

/** Every format that an import knows. Their `detect` exclude each other, so the order does not matter. */
export const IMPORT_FORMATS: readonly ImportFormat[] = [
  awsAuthorizationDetails,
  awsCredentialReport,
  awsAccessKeys,
  githubOrganization,
  githubAnswer,
  vaultDump,
  spireEntries,
  kubernetesJson,
  kubernetesYaml,
  tenureCsv,
  gitleaksReport,
  gitleaksCsv,
  sarifReport,
  trufflehogReport,
  discoveries,
  gcpServiceAccounts,
  gcpServiceAccountKeys,
  gcpIamPolicies,
  gcpIamPolicy,
  entraGraph,
  entraApplications,
  entraAzurehound,
  oktaObjects,
]
