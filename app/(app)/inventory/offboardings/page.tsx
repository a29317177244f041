import type { Metadata } from 'next'
import { ListLayout } from '#components/data-table/list-layout.tsx'
import { InventoryTabs } from '#components/inventory/inventory-tabs.tsx'
import { OffboardingTable } from '#components/lifecycle/offboarding-table.tsx'
import { PageHeader } from '#components/ui/page-header.tsx'
import { listOffboardings } from '#lib/lifecycle/queries.ts'
import { OffboardingFilter } from '#lib/lifecycle/schemas.ts'
import { countIdentityQueue } from '#lib/ownership/requests/queries.ts'
import { currentContext } from '#lib/web/context.ts'

export const metadata: Metadata = { title: 'Offboardings' }

export default async function OffboardingsPage({ searchParams }: PageProps<'/inventory/offboardings'>) {
  const context = await currentContext()
  const query = await searchParams
  const [page, waiting] = await Promise.all([listOffboardings(context, OffboardingFilter.parse(query)), countIdentityQueue(context, {})])
  return (
    <ListLayout>
      <PageHeader
        title="Offboardings"
        description="Identities on their way out: disabled, watched for refused use, restored or deleted, and confirmed by the target itself."
      />
      <InventoryTabs current="/inventory/offboardings" waiting={waiting} />
      <OffboardingTable rows={page.rows} query={query} page={page} />
    </ListLayout>
  )
}
