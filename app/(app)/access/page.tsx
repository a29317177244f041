import type { Metadata } from 'next'
import { AccessTabs } from '#components/access/access-tabs.tsx'
import { RequestTable } from '#components/access/request-table.tsx'
import { ListLayout } from '#components/data-table/list-layout.tsx'
import { LinkButton } from '#components/ui/link-button.tsx'
import { PageHeader } from '#components/ui/page-header.tsx'
import { countQueue, listRequests } from '#lib/access/queries.ts'
import { RequestFilter } from '#lib/access/schemas.ts'
import { may, seesEverything } from '#lib/people/permissions.rules.ts'
import { currentContext } from '#lib/web/context.ts'

export const metadata: Metadata = { title: 'Access' }

export default async function AccessPage({ searchParams }: PageProps<'/access'>) {
  const context = await currentContext()
  const query = await searchParams
  const answers = may(context.actor, 'access.approve')
  const filter = RequestFilter.parse({ ...query, view: query['view'] ?? (answers ? 'queue' : 'mine') })
  const [page, waiting] = await Promise.all([listRequests(context, filter), countQueue(context, {})])
  return (
    <ListLayout>
      <PageHeader
        title="Access"
        description="Just-in-time access: asked for, decided by policy and people, lent for a time, and proven dead afterwards."
        action={
          may(context.actor, 'access.request') ? (
            <LinkButton href="/access/new" variant="primary">
              Request access
            </LinkButton>
          ) : undefined
        }
      />
      <AccessTabs current={`/access?view=${filter.view}`} answers={answers} everything={seesEverything(context.actor)} waiting={waiting} />
      <RequestTable rows={page.rows} view={filter.view} query={query} page={page} />
    </ListLayout>
  )
}
