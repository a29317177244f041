import type { DiscoveredRecordInput } from '../../discovered.ts'
import { tidyDetails } from '../tidy-details.ts'

type Identity = Extract<DiscoveredRecordInput, { type: 'identity' }>

const EMAIL_KINDS: readonly [email: RegExp, accountType: string][] = [
  [/^\d+-compute@developer\.gserviceaccount\.com$/, 'default account of Compute Engine'],
  [/@appspot\.gserviceaccount\.com$/, 'default account of App Engine'],
  [/^\d+@cloudservices\.gserviceaccount\.com$/, 'Google APIs service agent'],
  [/^\d+@cloudbuild\.gserviceaccount\.com$/, 'default account of Cloud Build'],
  [/^service-\d+@/, 'service agent of Google'],
]

/** What kind of account an address says it is (IAM, "Types of service accounts"). */
export function accountTypeOf(email: string): string {
  return EMAIL_KINDS.find(([shape]) => shape.test(email))?.[1] ?? 'user-managed account'
}

/** The project in the address of a service account, null where the address does not tell it. */
export function projectOfEmail(email: string): string | null {
  return /@([a-z][a-z0-9-]{4,28}[a-z0-9])\.iam\.gserviceaccount\.com$/.exec(email)?.[1] ?? /^([\w-]+)@appspot\.gserviceaccount\.com$/.exec(email)?.[1] ?? null
}

/** A service account by its address, which names it in every policy and key, and is unique in the world. `said` is what the source adds. */
export function serviceAccountIdentity(
  email: string,
  said: { project?: string | null; description?: string | null | undefined; displayName?: string | null | undefined },
): Identity {
  const accountType = accountTypeOf(email)
  const project = said.project ?? projectOfEmail(email)
  const agent = accountType.startsWith('service agent') || accountType.startsWith('Google APIs')
  return {
    type: 'identity',
    externalId: email,
    name: email,
    class: 'service_account',
    classReason: agent ? 'A service account with which Google runs its own services' : 'Google Cloud lists it as a service account',
    classConfidence: 'certain',
    enabled: null,
    privileged: false,
    correlationKeys: [`gcp:sa:${email}`],
    details: tidyDetails({ accountType, email, project, description: said.description ?? said.displayName }),
    attributes: { kind: 'gcp_service_account', ...(project ? { project } : {}) },
  }
}
