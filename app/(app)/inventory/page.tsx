import type { Metadata } from 'next'
import { cookies } from 'next/headers'
import { columnsCookie } from '#components/data-table/columns-cookie.ts'
import { ListLayout } from '#components/data-table/list-layout.tsx'
import { IdentityTable } from '#components/inventory/identity-table.tsx'
import { InventoryTabs } from '#components/inventory/inventory-tabs.tsx'
import { LinkButton } from '#components/ui/link-button.tsx'
import { PageHeader } from '#components/ui/page-header.tsx'
import { filterFields } from '#lib/inventory/filter.rules.ts'
import { countIdentities, listIdentities } from '#lib/inventory/queries.ts'
import { countInWords } from '#lib/inventory/rules.ts'
import { countIdentityQueue } from '#lib/ownership/requests/queries.ts'
import { listTeams } from '#lib/ownership/teams/queries.ts'
import { may, seesEverything } from '#lib/people/permissions.rules.ts'
import { listPeople } from '#lib/people/queries.ts'
import { listSystems } from '#lib/systems/queries.ts'
import { currentContext } from '#lib/web/context.ts'
import { assign, assignAsSuggested, matching, preview, suggest, takeBackChange } from './actions.ts'

export const metadata: Metadata = { title: 'Inventory' }

export default async function InventoryPage({ searchParams }: PageProps<'/inventory'>) {
  const context = await currentContext()
  const query = await searchParams
  const [page, count, people, systems, teams, waiting] = await Promise.all([
    listIdentities(context, query),
    countIdentities(context, query),
    listPeople(context, {}),
    listSystems(context, {}),
    listTeams(context, {}),
    countIdentityQueue(context, {}),
  ])
  return (
    <ListLayout>
      <PageHeader
        title="Inventory"
        description={
          seesEverything(context.actor)
            ? 'Every non-human identity that Tenure has found, whoever answers for it.'
            : 'The non-human identities that you answer for, back up, sponsor, or share with your team.'
        }
        action={may(context.actor, 'ownership.requestIdentity') ? <LinkButton href="/inventory/requests/new">Request an identity</LinkButton> : undefined}
      />
      <InventoryTabs current="/inventory" waiting={waiting} />
      <IdentityTable
        page={page}
        query={query}
        summary={`${page.rows.length.toLocaleString('en')} of ${countInWords(count)} identities`}
        filters={filterFields({ systems, people, teams })}
        people={people}
        rememberedColumns={(await cookies()).get(columnsCookie('inventory'))?.value}
        ownership={
          may(context.actor, 'ownership.assignOwner')
            ? { assign, assignSuggested: assignAsSuggested, takeBack: takeBackChange, preview, suggest, matching }
            : undefined
        }
        maySeeSystems={may(context.actor, 'systems.connect')}
      />
    </ListLayout>
  )
}
