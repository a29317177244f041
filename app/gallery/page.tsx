import { Inbox } from 'lucide-react'
import { GalleryFrame } from './frame.tsx'
import { Buttons, Form } from './parts.tsx'
import { BarChart } from '#components/charts/bar-chart.tsx'
import { LineChart } from '#components/charts/line-chart.tsx'
import { StackedBarChart } from '#components/charts/stacked-bar-chart.tsx'
import { Banner } from '#components/ui/banner.tsx'
import { CodeBlock } from '#components/ui/code-block.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { ErrorState } from '#components/ui/error-state.tsx'
import { FilterChip } from '#components/ui/filter-chip.tsx'
import { Kbd } from '#components/ui/kbd.tsx'
import { LinkButton } from '#components/ui/link-button.tsx'
import { TextLink } from '#components/ui/text-link.tsx'
import { Notice } from '#components/ui/notice.tsx'
import { PageHeader } from '#components/ui/page-header.tsx'
import { Progress } from '#components/ui/progress.tsx'
import { Section } from '#components/ui/section.tsx'
import { SkeletonRows } from '#components/ui/skeleton-rows.tsx'
import { Stat, StatRow } from '#components/ui/stat.tsx'
import { StateBadge } from '#components/ui/state-badge.tsx'
import { STATES, type State } from '#components/ui/states.ts'
import { TriangleAlert } from 'lucide-react'

export default function Page() {
  const weeks = Array.from({ length: 12 }, (_, i) => ({ label: `2026-W${35 + i}`, value: 41 + i * 3.4 + (i % 3) * 2, href: '/gallery/list' }))
  return (
    <GalleryFrame>
      <PageHeader
        title="Posture"
        crumbs={[{ label: 'Gallery', href: '/gallery' }]}
        description="How much of the estate has an owner, a purpose and an end date."
        action={
          <LinkButton href="/gallery/list" variant="primary">
            Open inventory
          </LinkButton>
        }
      />
      <StatRow>
        <Stat label="With an owner" value="87 %" context="271 of 312 identities" href="/gallery/list" />
        <Stat label="Standing privilege" value="1,204" context="entitlements, not seen in 90 days of logs" href="/gallery/list" />
        <Stat label="Unconfirmed revocations" value="2" tone="bad" icon={<TriangleAlert aria-hidden="true" />} context="oldest 3 h ago" href="/gallery/list" />
        <Stat label="Median to confirmed" value="4.2 s" context="38 leases in 7 days" />
      </StatRow>
      <div className="grid gap-x-8 gap-y-6 px-4 py-4 md:grid-cols-2 md:px-6">
        <LineChart
          title="Ownership"
          description="Identities with an owner, in percent, by week"
          category="Week"
          measure="With owner"
          points={weeks}
          target={{ value: 95, label: 'target 95 %' }}
          format="percent"
        />
        <BarChart
          title="Without an owner"
          description="Identities, by class, now"
          category="Class"
          measure="Identities"
          points={[
            { label: 'Service account', value: 23, href: '/gallery/list' },
            { label: 'CI runner', value: 11 },
            { label: 'AI agent', value: 5 },
            { label: 'SaaS connector', value: 2 },
          ]}
          target={{ value: 8, label: 'limit 8' }}
          figure="41"
          figureNote="of 312"
        />
        <StackedBarChart
          title="How privilege is held"
          description="Entitlements, by system, now"
          category="System"
          series={[
            { id: 'jit', label: 'Just in time', tone: 'good' },
            { id: 'standing', label: 'Standing', tone: 'wait' },
            { id: 'unused', label: 'Standing, unused', tone: 'bad' },
          ]}
          points={[
            { label: 'aws-prod-1', values: { jit: 12, standing: 320, unused: 110 }, href: '/gallery/list' },
            { label: 'pg-payments', values: { jit: 44, standing: 31, unused: 8 } },
            { label: 'github-acme', values: { jit: 2, standing: 90, unused: 61 } },
          ]}
        />
      </div>
      <Section title="States">
        <div className="flex flex-wrap gap-1.5">
          {(Object.keys(STATES) as State[]).map((state) => (
            <StateBadge key={state} state={state} />
          ))}
        </div>
      </Section>
      <Section title="Buttons" description="Verbs with their object.">
        <Buttons />
      </Section>
      <Section title="Form">
        <Form />
      </Section>
      <Section title="Messages">
        <div className="grid gap-3">
          <Notice tone="good" title="The policy would permit this">
            At once, for at most 4 h. Decided by <TextLink href="/gallery">staging-read</TextLink>.
          </Notice>
          <Notice tone="wait" title="A person has to decide" />
          <Notice tone="bad" title="The policy denies this">
            Deny wins.
          </Notice>
          <Notice tone="info" title="Imported 312 identities" />
          <Notice tone="warn" title="2 systems have not answered for 3 d" />
          <Notice tone="off" title="Nothing to do" />
          <Banner kind="readonly">Read-only session: you see everything and change nothing.</Banner>
          <Banner kind="as-of" action={<a href="/gallery">Back to now</a>}>
            As of 2026-10-01 00:00:00 UTC.
          </Banner>
          <Banner kind="alarm" action={<a href="/gallery">Show it</a>}>
            1 revocation is not confirmed: a credential on payments-prod may still work.
          </Banner>
          <div className="flex flex-wrap gap-1">
            <FilterChip field="owner" value="nobody" removeHref="/gallery" />
            <FilterChip field="last used" verb="before" value="90 days" removeHref="/gallery" /> <Kbd keys="g i" />
          </div>
          <Progress label="Reading the export" value={4120} max={12000} text="4,120 of 12,000 lines" />
          <Progress label="Discovering payments-prod" value={null} />
          <CodeBlock
            label="Policy"
            code={'permit (\n  principal in Role::"approver",\n  action == Action::"approve",\n  resource\n) when { context.environment != "production" };'}
          />
        </div>
      </Section>
      <Section title="Nothing here">
        <EmptyState icon={<Inbox />} title="Your inbox is empty" action={<LinkButton href="/gallery/list">Open inventory</LinkButton>}>
          No request waits for you and nothing you own is about to end.
        </EmptyState>
        <ErrorState errorId="8f2k1" />
      </Section>
      <Section title="Loading" flush>
        <SkeletonRows rows={3} />
      </Section>
    </GalleryFrame>
  )
}
