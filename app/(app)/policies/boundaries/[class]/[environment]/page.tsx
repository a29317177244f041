import type { Metadata } from 'next'
import { BoundaryFacts } from '#components/boundaries/boundary-facts.tsx'
import { BoundaryForm } from '#components/boundaries/boundary-form.tsx'
import { ClearForm } from '#components/boundaries/clear-form.tsx'
import { DrillForm } from '#components/boundaries/drill-form.tsx'
import { HealthBadge } from '#components/boundaries/health-badge.tsx'
import { LinkButton } from '#components/ui/link-button.tsx'
import { PageHeader } from '#components/ui/page-header.tsx'
import { Section } from '#components/ui/section.tsx'
import { Timeline } from '#components/ui/timeline.tsx'
import { toRoute } from '#components/ui/to-route.ts'
import { showBoundary } from '#lib/boundaries/queries.ts'
import type { BoundaryFacts as Facts } from '#lib/boundaries/queries/matrix-cells.ts'
import { IDENTITY_CLASS_LABELS } from '#lib/core/identity-class.ts'
import { may } from '#lib/people/permissions.rules.ts'
import { showPolicy } from '#lib/policy/queries/show-policy.ts'
import { listSystems } from '#lib/systems/queries.ts'
import { currentContext } from '#lib/web/context.ts'
import { orNotFound } from '#lib/web/or-not-found.ts'
import { clear, recordDrill, save } from '../../actions.ts'

export const metadata: Metadata = { title: 'Trust boundary' }

const WORDS: Record<string, string> = { 'boundaries.set': 'Declared', 'boundaries.clear': 'Cleared', 'boundaries.recordDrill': 'Drill recorded' }

export default async function BoundaryPage({ params }: PageProps<'/policies/boundaries/[class]/[environment]'>) {
  const context = await currentContext()
  const cell = await orNotFound(showBoundary(context, await params))
  const editable = may(context.actor, 'boundaries.set')
  const [systems, policy] = editable ? await Promise.all([listSystems(context, {}), showPolicy(context, {})]) : [[], { policies: [] }]
  const { class: identityClass, environment, boundary, identities, health, reasons, history } = cell
  const name = `${IDENTITY_CLASS_LABELS[identityClass]} in ${environment}`
  const key = { class: identityClass, environment }
  return (
    <>
      <PageHeader
        crumbs={[{ label: 'Trust boundaries', href: toRoute('/policies/boundaries') }]}
        title={name}
        description={`${identities === 1 ? '1 identity falls' : `${identities.toLocaleString('en')} identities fall`} under it.`}
        badges={<HealthBadge health={health} />}
        secondary={
          <>
            <LinkButton href={toRoute(`/inventory?class=${identityClass}&environment=${environment}`)}>Open its identities</LinkButton>
            {editable && boundary?.revocationPath && <DrillForm cell={key} now={context.now} record={recordDrill} />}
            {editable && boundary && <ClearForm cell={key} name={name} identities={identities} clear={clear} />}
          </>
        }
      />
      {reasons.length > 0 && (
        <Section title={health === 'unused' ? 'Unused, and what it lacks' : 'What is wrong with it'}>
          <ul className="grid list-disc gap-0.5 pl-4 text-sm">
            {reasons.map((reason) => (
              <li key={reason}>{reason}</li>
            ))}
          </ul>
        </Section>
      )}
      <Section title="What is declared">
        {boundary ? <BoundaryFacts boundary={boundary} /> : <p className="text-sm text-muted">Nothing yet.{editable ? '' : ' An admin declares it.'}</p>}
      </Section>
      {editable && (
        <Section
          title={boundary ? 'Change it' : 'Declare it'}
          description="Each change needs a reason and stands in the history. A change of the revocation path takes its proof back."
        >
          <BoundaryForm
            key={boundary?.updatedAt.toISOString() ?? 'new'}
            cell={key}
            current={boundary && declaredIn(boundary)}
            revision={boundary?.updatedAt.toISOString() ?? null}
            systems={systems.map((system) => ({ id: system.id, name: system.name }))}
            policies={policy.policies.map(({ id }) => id)}
            save={save}
          />
        </Section>
      )}
      {history.length > 0 && (
        <Section title="History">
          <Timeline
            label="History of this boundary"
            events={history.map(({ id, at, who, action, reason }) => ({
              id,
              title: WORDS[action] ?? action,
              instant: at,
              detail: reason ? `${who}: ${reason}` : who,
            }))}
          />
        </Section>
      )}
    </>
  )
}

/** What the form begins with: of what is known, only what is declared. */
function declaredIn({ methods, maxTtlSeconds, rotationDays, policySet, telemetry, revocationPath, revocationSystemIds }: Facts) {
  const sources = telemetry.map(({ systemId, maxAgeHours }) => ({ systemId, maxAgeHours }))
  return { methods, maxTtlSeconds, rotationDays, policySet, telemetry: sources, revocationPath, revocationSystemIds }
}
