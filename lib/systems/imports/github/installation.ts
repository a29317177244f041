import { z } from 'zod'
import type { DiscoveredRecordInput } from '../../discovered.ts'
import { cutText } from '../storable.ts'
import { Account, GithubInstant, isGithubCom, NumericId, PermissionMap } from './common.ts'
import { permissionEntitlements, privilegedBy } from './permissions.ts'

/** An app on an organisation (REST API, "List app installations for an organization"). `app` is what `GET /apps/{slug}` adds: who owns the app. */
export const Installation = z.object({
  id: NumericId,
  account: Account,
  app_id: NumericId,
  app_slug: z.string().min(1).max(256).optional(),
  repository_selection: z.enum(['all', 'selected'], 'must be all or selected'),
  permissions: PermissionMap.default({}),
  events: z.array(z.string().max(128)).max(500).default([]),
  html_url: z.string().max(1_024).optional(),
  created_at: GithubInstant,
  updated_at: GithubInstant,
  suspended_at: GithubInstant,
  app: z.object({ name: z.string().min(1).max(256).nullish(), owner: Account.nullish(), external_url: z.string().max(1_000).nullish() }).nullish(),
})
export type Installation = z.infer<typeof Installation>

/** An installation as records: the app as an identity of the organisation, and an entitlement for each permission that it was given. */
export function* installationRecords(installation: Installation): Generator<DiscoveredRecordInput, void, undefined> {
  const { account, app, permissions } = installation
  const everyRepository = installation.repository_selection === 'all'
  const identity = `app/${installation.app_id}`
  const privileged = privilegedBy(permissions, everyRepository)
  const slug = installation.app_slug ?? `app-${installation.app_id}`
  const githubCom = isGithubCom(installation.html_url)
  yield {
    type: 'identity',
    externalId: identity,
    name: slug,
    ...classification(installation),
    enabled: !installation.suspended_at,
    createdAt: installation.created_at ?? null,
    privileged: privileged !== null,
    privilegedReason: privileged?.reason ?? null,
    privilegedConfidence: privileged?.confidence ?? 'likely',
    correlationKeys: githubCom ? [`github:app:${installation.app_id}`] : [],
    attributes: {
      kind: 'github_app_installation',
      organization: account.login,
      installationId: String(installation.id),
      repositorySelection: installation.repository_selection,
      events: installation.events,
      ...(installation.updated_at ? { updatedAt: installation.updated_at.toISOString() } : {}),
      ...(installation.suspended_at ? { suspendedAt: installation.suspended_at.toISOString() } : {}),
      ...(app?.name ? { appName: app.name } : {}),
    },
  }
  const onOrganization = Object.entries(permissions).filter(([name]) => name.startsWith('organization_') || name === 'members')
  const onRepositories = Object.entries(permissions).filter(([name]) => !name.startsWith('organization_') && name !== 'members')
  const grantedVia = `installation ${installation.id}`
  yield* permissionEntitlements(identity, 'organization', Object.fromEntries(onOrganization), {
    resource: account.login,
    resourceKind: 'github_organization',
    grantedVia,
  })
  yield* permissionEntitlements(identity, 'repository', Object.fromEntries(onRepositories), {
    resource: everyRepository ? `${account.login}/*` : `selected repositories of ${account.login}`,
    resourceKind: 'github_repository',
    grantedVia,
  })
}

/** An app belongs to its owner: one of the organisation itself is its own service account, any other a vendor's connector. Who owns it is not in the list of installations. */
function classification({ account, app, app_id: appId, app_slug: slug, permissions }: Installation) {
  const owner = app?.owner?.login
  const name = slug ?? String(appId)
  if (owner && owner.toLowerCase() === account.login.toLowerCase()) {
    const details = { accountType: 'GitHub App', createdBy: owner }
    return { class: 'service_account' as const, classReason: `A GitHub App that ${owner} owns itself`, classConfidence: 'likely' as const, details }
  }
  return {
    class: 'saas_connector' as const,
    classReason: cutText(
      owner ? `The GitHub App ${name} of ${owner}, installed on ${account.login}` : `The GitHub App ${name}; the export does not say who owns it`,
      500,
    ),
    classConfidence: owner ? ('certain' as const) : ('likely' as const),
    details: {
      appId: String(appId),
      consentType: 'admin' as const,
      scopes: Object.entries(permissions).map(([permission, level]) => `${permission}:${level}`),
      ...(owner ? { vendor: owner, publisher: owner } : {}),
      ...(app?.external_url?.trim() ? { homepage: app.external_url } : {}),
    },
  }
}
