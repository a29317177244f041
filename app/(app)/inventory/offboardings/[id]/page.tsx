import type { Metadata } from 'next'
import { OffboardingActions } from '#components/lifecycle/offboarding-actions.tsx'
import { CAUSE_WORDS, offboardingState } from '#components/lifecycle/offboarding-state.ts'
import { OffboardingStory } from '#components/lifecycle/offboarding-story.tsx'
import { WatchSummary } from '#components/lifecycle/watch-summary.tsx'
import { WhatIsNext } from '#components/lifecycle/what-is-next.tsx'
import { DefinitionList } from '#components/ui/definition-list.tsx'
import { Notice } from '#components/ui/notice.tsx'
import { PageHeader } from '#components/ui/page-header.tsx'
import { RefreshWhile } from '#components/ui/refresh-while.tsx'
import { RelativeTime } from '#components/ui/relative-time.tsx'
import { Section } from '#components/ui/section.tsx'
import { StateBadge } from '#components/ui/state-badge.tsx'
import { TextLink } from '#components/ui/text-link.tsx'
import { toRoute } from '#components/ui/to-route.ts'
import { showOffboarding } from '#lib/lifecycle/queries.ts'
import { currentContext } from '#lib/web/context.ts'
import { orNotFound } from '#lib/web/or-not-found.ts'
import { remove, restore } from '../actions.ts'

export const metadata: Metadata = { title: 'Offboarding' }

export default async function OffboardingPage({ params }: PageProps<'/inventory/offboardings/[id]'>) {
  const { id } = await params
  const context = await currentContext()
  const offboarding = await orNotFound(showOffboarding(context, { id }))
  const { name, systemName, problem } = offboarding
  const underWay = offboarding.byDriver && offboarding.state !== 'watching' && !offboarding.endedAt && offboarding.nextAttemptAt !== null
  const facts = [
    { term: 'Identity', detail: <TextLink href={toRoute(`/inventory/${offboarding.identityId}`)}>{name}</TextLink> },
    { term: 'System', detail: `${systemName}${offboarding.environment ? ` · ${offboarding.environment}` : ''}` },
    { term: 'Owner', detail: offboarding.ownerName ?? 'nobody' },
    { term: 'Because', detail: CAUSE_WORDS[offboarding.cause] },
    { term: 'Reason', detail: offboarding.reason },
    { term: 'Asked', detail: <RelativeTime instant={offboarding.requestedAt} /> },
    { term: 'Disabled', detail: <RelativeTime instant={offboarding.disabledAt} never="not yet" /> },
    ...(offboarding.endedAt
      ? []
      : [{ term: 'Watched until', detail: <RelativeTime instant={offboarding.watchUntil} never={`${offboarding.watchDays} days from then on`} /> }]),
    { term: 'Done by', detail: offboarding.byDriver ? 'Tenure, on the target' : 'people, on the system; Tenure looks at the next readings' },
    { term: 'Over', detail: <RelativeTime instant={offboarding.endedAt} never="not yet" /> },
  ]
  return (
    <>
      <RefreshWhile active={underWay && problem === null} />
      <PageHeader
        crumbs={[
          { label: 'Inventory', href: '/inventory' },
          { label: 'Offboardings', href: '/inventory/offboardings' },
        ]}
        title={`${name} on ${systemName}`}
        badges={<StateBadge {...offboardingState(offboarding)} />}
        action={<OffboardingActions offboarding={offboarding} may={offboarding.may} restore={restore} remove={remove} />}
      />
      {problem && (
        <div className="px-4 pb-4 md:px-6" role="alert">
          <Notice tone="bad" title={problem}>
            <WhatIsNext offboarding={offboarding} now={context.now} />
          </Notice>
        </div>
      )}
      {!problem && (
        <Section title="What is next">
          <p className="text-sm">
            <WhatIsNext offboarding={offboarding} now={context.now} />
          </p>
        </Section>
      )}
      <Section title="Uses since it was disabled" description="From the logs of its system. What no log tells is not known.">
        <WatchSummary watched={offboarding} />
      </Section>
      <Section title="The offboarding">
        <DefinitionList items={facts} columns={2} />
      </Section>
      <Section title="The whole story">
        <OffboardingStory story={offboarding} />
      </Section>
    </>
  )
}
