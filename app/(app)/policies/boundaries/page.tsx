import type { Metadata } from 'next'
import { BoundaryMatrix } from '#components/boundaries/boundary-matrix.tsx'
import { PolicyTabs } from '#components/policies/policy-tabs.tsx'
import { PageHeader } from '#components/ui/page-header.tsx'
import { Section } from '#components/ui/section.tsx'
import { showMatrix } from '#lib/boundaries/queries.ts'
import { currentContext } from '#lib/web/context.ts'

export const metadata: Metadata = { title: 'Trust boundaries' }

export default async function BoundariesPage() {
  const cells = await showMatrix(await currentContext(), {})
  const used = cells.filter(({ health }) => health !== 'unused')
  const complete = used.filter(({ health }) => health === 'complete').length
  return (
    <>
      <PageHeader
        title="Trust boundaries"
        description={
          used.length === 0
            ? 'What each class must obey in each environment. No identity has an environment yet, so no cell is used.'
            : `What each class must obey in each environment. ${complete} of ${used.length} used cells are complete; each other one is a finding.`
        }
      />
      <PolicyTabs current="/policies/boundaries" />
      <Section
        title="Matrix"
        description="Empty: something is not declared. Dead: telemetry is too old, the way to revoke was not proven within 180 days, or the policies do not exist. Unused: no identity falls under it."
        flush
      >
        <BoundaryMatrix cells={cells} />
      </Section>
    </>
  )
}
