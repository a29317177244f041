import { UserRoundX } from 'lucide-react'
import type { Metadata } from 'next'
import { InventoryTabs } from '#components/inventory/inventory-tabs.tsx'
import { SuccessionTable } from '#components/ownership/succession-table.tsx'
import { WaitingItems } from '#components/ownership/waiting-items.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { PageHeader } from '#components/ui/page-header.tsx'
import { Section } from '#components/ui/section.tsx'
import { countIdentityQueue } from '#lib/ownership/requests/queries.ts'
import { listSuccessions, listWaitingItems } from '#lib/ownership/succession/queries.ts'
import { may } from '#lib/people/permissions.rules.ts'
import { listPeople } from '#lib/people/queries.ts'
import { currentContext } from '#lib/web/context.ts'
import { accept, askSomebodyElse, decline } from './actions.ts'

export const metadata: Metadata = { title: 'Successions' }

export default async function SuccessionsPage() {
  const context = await currentContext()
  const [successions, waiting, people, requests] = await Promise.all([
    listSuccessions(context, {}),
    listWaitingItems(context, {}),
    listPeople(context, {}),
    countIdentityQueue(context, {}),
  ])
  const admin = may(context.actor, 'ownership.nominate')
  const asked = waiting.rows.filter(({ state, nominee }) => state === 'open' && nominee?.id === context.actor.userId)
  const unasked = waiting.rows.filter((item) => !asked.includes(item))
  const hidden = waiting.total - waiting.rows.length
  return (
    <>
      <PageHeader
        title="Successions"
        description="Somebody left: who takes over the identities that they owned. What nobody takes over before the deadline is quarantined."
      />
      <InventoryTabs current="/inventory/successions" waiting={requests} />
      {asked.length > 0 && (
        <Section
          title={`You are asked about ${identitiesInWords(asked.length)}`}
          description="Take over what you can answer for. What you decline goes to the admins."
          flush
        >
          <WaitingItems items={asked} people={people} accept={accept} decline={decline} />
        </Section>
      )}
      {unasked.length > 0 && (
        <Section
          title={`Nobody is asked about ${identitiesInWords(unasked.length)}`}
          description="Nobody was left to ask, or they declined: name somebody, or take them over yourself."
          flush
        >
          <WaitingItems items={unasked} people={people} accept={accept} nominate={admin ? askSomebodyElse : undefined} />
        </Section>
      )}
      {hidden > 0 && <p className="px-4 py-2 text-sm text-muted md:px-6">{hidden.toLocaleString('en')} more appear once these are answered.</p>}
      <Section title="All successions" flush={successions.length > 0}>
        {successions.length > 0 ? (
          <SuccessionTable successions={successions} />
        ) : (
          <EmptyState icon={<UserRoundX aria-hidden="true" />} title="Nobody has left">
            When an admin marks somebody as gone, in the settings or over SCIM, their identities get new owners here.
          </EmptyState>
        )}
      </Section>
    </>
  )
}

const identitiesInWords = (count: number) => (count === 1 ? '1 identity' : `${count.toLocaleString('en')} identities`)
