import type { Metadata } from 'next'
import { AccessTabs } from '#components/access/access-tabs.tsx'
import { LeaseTable } from '#components/access/lease-table.tsx'
import { ListLayout } from '#components/data-table/list-layout.tsx'
import { LinkButton } from '#components/ui/link-button.tsx'
import { PageHeader } from '#components/ui/page-header.tsx'
import { countQueue } from '#lib/access/queries.ts'
import { listLeases } from '#lib/leases/queries.ts'
import { LeaseFilter } from '#lib/leases/schemas.ts'
import { may, seesEverything } from '#lib/people/permissions.rules.ts'
import { currentContext } from '#lib/web/context.ts'

export const metadata: Metadata = { title: 'Leases' }

export default async function LeasesPage({ searchParams }: PageProps<'/access/leases'>) {
  const context = await currentContext()
  const query = await searchParams
  const filter = LeaseFilter.parse(query)
  const [page, waiting] = await Promise.all([listLeases(context, filter), countQueue(context, {})])
  return (
    <ListLayout>
      <PageHeader
        title="Leases"
        description="Granted access, each with its end, and what the target itself said when it ended."
        action={
          may(context.actor, 'access.request') ? (
            <LinkButton href="/access/new" variant="primary">
              Request access
            </LinkButton>
          ) : undefined
        }
      />
      <AccessTabs current="/access/leases" answers={may(context.actor, 'access.approve')} everything={seesEverything(context.actor)} waiting={waiting} />
      <LeaseTable rows={page.rows} query={query} page={page} />
    </ListLayout>
  )
}
