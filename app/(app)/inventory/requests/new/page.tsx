import type { Metadata } from 'next'
import { IdentityRequestForm } from '#components/ownership/identity-request-form.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { LinkButton } from '#components/ui/link-button.tsx'
import { PageHeader } from '#components/ui/page-header.tsx'
import { may } from '#lib/people/permissions.rules.ts'
import { listPeople } from '#lib/people/queries.ts'
import { listSystems } from '#lib/systems/queries.ts'
import { currentContext } from '#lib/web/context.ts'
import { send } from '../actions.ts'

export const metadata: Metadata = { title: 'Request an identity' }

export default async function NewIdentityRequestPage() {
  const context = await currentContext()
  const header = (
    <PageHeader
      crumbs={[
        { label: 'Inventory', href: '/inventory' },
        { label: 'Requests', href: '/inventory/requests' },
      ]}
      title="Request an identity"
      description="Say who answers for it, what it is for, where, and until when. An approver or an admin who is not you decides."
    />
  )
  if (!may(context.actor, 'ownership.requestIdentity')) {
    return (
      <>
        {header}
        <EmptyState title="Auditors read everything and change nothing">Ask somebody with another role to request this identity.</EmptyState>
      </>
    )
  }
  const [systems, people] = await Promise.all([listSystems(context, {}), listPeople(context, {})])
  return (
    <>
      {header}
      {systems.length === 0 ? (
        <EmptyState title="There is no system yet" action={<LinkButton href="/systems">Go to systems</LinkButton>}>
          An identity lives on a system: an admin connects one first.
        </EmptyState>
      ) : (
        <IdentityRequestForm systems={systems} people={people} me={context.actor.userId} send={send} />
      )}
    </>
  )
}
