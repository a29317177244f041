import { Server } from 'lucide-react'
import type { Metadata } from 'next'
import { SystemTable } from '#components/systems/system-table.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { LinkButton } from '#components/ui/link-button.tsx'
import { PageHeader } from '#components/ui/page-header.tsx'
import { RefreshWhile } from '#components/ui/refresh-while.tsx'
import { may } from '#lib/people/permissions.rules.ts'
import { listSystems } from '#lib/systems/queries.ts'
import { currentContext } from '#lib/web/context.ts'

export const metadata: Metadata = { title: 'Systems' }

export default async function SystemsPage() {
  const context = await currentContext()
  const systems = await listSystems(context, {})
  const connect = may(context.actor, 'systems.connect') && (
    <LinkButton href="/systems/new" variant="primary">
      Connect a system
    </LinkButton>
  )
  return (
    <>
      <RefreshWhile active={systems.some(({ lastRun }) => lastRun?.state === 'queued' || lastRun?.state === 'running')} />
      <PageHeader title="Systems" description="Where identities are found, and where access is lent." action={systems.length > 0 ? connect : undefined} />
      {systems.length === 0 ? (
        <EmptyState icon={<Server aria-hidden="true" />} title="No system is connected yet" action={connect}>
          Connect a live PostgreSQL server, or an AWS account by its exports. An admin does this.
        </EmptyState>
      ) : (
        <SystemTable systems={systems} />
      )}
    </>
  )
}
