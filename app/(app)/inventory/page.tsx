import type { Metadata } from 'next'
import { cookies } from 'next/headers'
import { columnsCookie } from '#components/data-table/columns-cookie.ts'
import { ListLayout } from '#components/data-table/list-layout.tsx'
import { IdentityTable } from '#components/inventory/identity-table.tsx'
import { PageHeader } from '#components/ui/page-header.tsx'
import { filterFields } from '#lib/inventory/filter.rules.ts'
import { countIdentities, listIdentities } from '#lib/inventory/queries.ts'
import { countInWords } from '#lib/inventory/rules.ts'
import { may, seesEverything } from '#lib/people/permissions.rules.ts'
import { listPeople } from '#lib/people/queries.ts'
import { listSystems } from '#lib/systems/queries.ts'
import { currentContext } from '#lib/web/context.ts'
import { assign, takeBackChange } from './actions.ts'

export const metadata: Metadata = { title: 'Inventory' }

export default async function InventoryPage({ searchParams }: PageProps<'/inventory'>) {
  const context = await currentContext()
  const query = await searchParams
  const [page, count, people, systems] = await Promise.all([
    listIdentities(context, query),
    countIdentities(context, query),
    listPeople(context, {}),
    listSystems(context, {}),
  ])
  return (
    <ListLayout>
      <PageHeader
        title="Inventory"
        description={
          seesEverything(context.actor)
            ? 'Every non-human identity that Tenure has found, whoever answers for it.'
            : 'The non-human identities that you answer for.'
        }
      />
      <IdentityTable
        page={page}
        query={query}
        summary={`${page.rows.length.toLocaleString('en')} of ${countInWords(count)} identities`}
        filters={filterFields({ systems, people })}
        people={people}
        rememberedColumns={(await cookies()).get(columnsCookie('inventory'))?.value}
        assign={may(context.actor, 'ownership.assignOwner') ? assign : undefined}
        takeBack={takeBackChange}
        maySeeSystems={may(context.actor, 'systems.connect')}
      />
    </ListLayout>
  )
}
