import type { Metadata } from 'next'
import { ClassTable } from '#components/posture/class-table.tsx'
import { CoverageChart } from '#components/posture/coverage-chart.tsx'
import { LeaseFigures } from '#components/posture/lease-figures.tsx'
import { PostureTabs } from '#components/posture/posture-tabs.tsx'
import { PostureFigures } from '#components/posture/posture-figures.tsx'
import { GovernedTrend } from '#components/posture/governed-trend.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { LinkButton } from '#components/ui/link-button.tsx'
import { PageHeader } from '#components/ui/page-header.tsx'
import { Section } from '#components/ui/section.tsx'
import { seesEverything } from '#lib/people/permissions.rules.ts'
import { showPosture } from '#lib/posture/queries.ts'
import { currentContext } from '#lib/web/context.ts'

export const metadata: Metadata = { title: 'Posture' }

export default async function PosturePage() {
  const context = await currentContext()
  const posture = await showPosture(context, {})
  const header = (
    <>
      <PageHeader
        title="Posture"
        description={`${seesEverything(context.actor) ? 'All identities' : 'The identities that you answer for'}, as they are now. Every figure leads to the rows behind it.`}
      />
      <PostureTabs current="/posture" />
    </>
  )
  if (posture.total.count === 0) {
    return (
      <>
        {header}
        <EmptyState title="There is nothing to measure yet" action={<LinkButton href="/systems">Go to systems</LinkButton>}>
          Figures appear once a system was discovered or an export imported.
        </EmptyState>
      </>
    )
  }
  return (
    <>
      {header}
      <PostureFigures posture={posture} />
      <div className="grid rail:grid-cols-2">
        <Section title="Coverage">
          <CoverageChart posture={posture} />
        </Section>
        <Section title="Trend" className="rail:border-l">
          <GovernedTrend trend={posture.trend} />
        </Section>
      </div>
      <Section title="Just-in-time access" description="Leases and what became of their end." className="pb-0" flush>
        <LeaseFigures posture={posture} />
      </Section>
      <Section title="By class" flush>
        <ClassTable label="Posture by class" rows={posture.byClass} />
      </Section>
      <Section title="By system" flush>
        <ClassTable label="Posture by system" rows={posture.bySystem} />
      </Section>
    </>
  )
}
