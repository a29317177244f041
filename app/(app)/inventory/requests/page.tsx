import type { Metadata } from 'next'
import { ListLayout } from '#components/data-table/list-layout.tsx'
import { InventoryTabs } from '#components/inventory/inventory-tabs.tsx'
import { IdentityRequestTable } from '#components/ownership/identity-request-table.tsx'
import { RequestViews } from '#components/ownership/request-views.tsx'
import { LinkButton } from '#components/ui/link-button.tsx'
import { PageHeader } from '#components/ui/page-header.tsx'
import { countIdentityQueue, listIdentityRequests } from '#lib/ownership/requests/queries.ts'
import { IdentityRequestFilter } from '#lib/ownership/requests/schemas.ts'
import { may, seesEverything } from '#lib/people/permissions.rules.ts'
import { currentContext } from '#lib/web/context.ts'

export const metadata: Metadata = { title: 'Identity requests' }

export default async function IdentityRequestsPage({ searchParams }: PageProps<'/inventory/requests'>) {
  const context = await currentContext()
  const query = await searchParams
  const answers = may(context.actor, 'ownership.approveIdentityRequest')
  const filter = IdentityRequestFilter.parse({ ...query, view: query['view'] ?? (answers ? 'queue' : 'mine') })
  const [page, waiting] = await Promise.all([listIdentityRequests(context, filter), countIdentityQueue(context, {})])
  return (
    <ListLayout>
      <PageHeader
        title="Identity requests"
        description="A new identity is asked for and approved before it exists: owner, purpose, environment and expiry stand from its first moment."
        action={
          may(context.actor, 'ownership.requestIdentity') ? (
            <LinkButton href="/inventory/requests/new" variant="primary">
              Request an identity
            </LinkButton>
          ) : undefined
        }
      />
      <InventoryTabs current="/inventory/requests" waiting={waiting} />
      <RequestViews current={filter.view} answers={answers} everything={seesEverything(context.actor)} waiting={waiting} />
      <IdentityRequestTable rows={page.rows} view={filter.view} query={query} page={page} />
    </ListLayout>
  )
}
