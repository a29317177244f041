import type { Metadata } from 'next'
import { ReturnLink } from '#components/data-table/return-link.tsx'
import { DecideDialog } from '#components/findings/decide-dialog.tsx'
import { FindingArithmetic } from '#components/findings/finding-arithmetic.tsx'
import { FindingControls } from '#components/findings/finding-controls.tsx'
import { FindingDecisions } from '#components/findings/finding-decisions.tsx'
import { FindingEvidence } from '#components/findings/finding-evidence.tsx'
import { FindingState } from '#components/findings/finding-state.tsx'
import { SeverityBadge } from '#components/findings/severity-badge.tsx'
import { LinkButton } from '#components/ui/link-button.tsx'
import { PageHeader } from '#components/ui/page-header.tsx'
import { RelativeTime } from '#components/ui/relative-time.tsx'
import { Section } from '#components/ui/section.tsx'
import { toRoute } from '#components/ui/to-route.ts'
import { nextStep } from '#lib/findings/next-step.rules.ts'
import { showFinding } from '#lib/findings/queries.ts'
import { mayAccept, maySnooze } from '#lib/findings/rules.ts'
import { currentContext } from '#lib/web/context.ts'
import { orNotFound } from '#lib/web/or-not-found.ts'
import { accept, reopen, snooze } from '../actions.ts'

export const metadata: Metadata = { title: 'Finding' }

export default async function FindingPage({ params }: PageProps<'/posture/findings/[id]'>) {
  const { id } = await params
  const context = await currentContext()
  const { actor, now } = context
  const finding = await orNotFound(showFinding(context, { id }))
  const party = { ownerId: finding.owner?.id ?? null }
  const step = nextStep(finding)
  const decided = finding.state === 'accepted' || finding.state === 'snoozed'
  return (
    <>
      <PageHeader
        back={<ReturnLink href="/posture/findings">Findings</ReturnLink>}
        title={`${finding.title}: ${finding.about}`}
        description={finding.words.what}
        badges={
          <>
            <SeverityBadge severity={finding.severity} />
            <FindingState state={finding.state} />
          </>
        }
        action={
          finding.state === 'closed' ? undefined : (
            <LinkButton href={toRoute(step.href)} variant="primary">
              {step.label}
            </LinkButton>
          )
        }
        secondary={
          <>
            {(finding.state === 'open' || finding.state === 'snoozed') && mayAccept(actor, party) && (
              <DecideDialog verb="accept" ids={[id]} now={now} decide={accept} size="md" />
            )}
            {finding.state === 'open' && maySnooze(actor, party) && <DecideDialog verb="snooze" ids={[id]} now={now} decide={snooze} size="md" />}
            {decided && maySnooze(actor, party) && <DecideDialog verb="reopen" ids={[id]} now={now} decide={reopen} size="md" />}
          </>
        }
      />
      <Section title="Why it matters, and what to do">
        <p className="max-w-3xl text-sm">{finding.words.why}</p>
        <p className="mt-1.5 max-w-3xl text-sm font-medium">{finding.words.todo}</p>
        {decided && finding.until && (
          <p className="mt-1.5 max-w-3xl text-sm text-muted">
            {finding.decidedBy} {finding.state === 'accepted' ? 'accepted it' : 'put it off'}: {finding.reason}. It is open again{' '}
            <RelativeTime instant={finding.until} />.
          </p>
        )}
      </Section>
      <Section title="Evidence">
        <FindingEvidence evidence={finding.evidence} />
      </Section>
      <Section title="Score" description="The severity follows from the score: critical from 80, high from 60, medium from 35.">
        <FindingArithmetic lines={finding.arithmetic} score={finding.score} />
      </Section>
      <Section title="Framework controls" description="Where a source cites a control that its framework does not have, both stand here." flush>
        <FindingControls controls={finding.controls} />
      </Section>
      <Section title="What became of it">
        <FindingDecisions decisions={finding.decisions} openedAt={finding.openedAt} closedAt={finding.closedAt} />
      </Section>
    </>
  )
}
