import type { Metadata } from 'next'
import { RequestForm } from '#components/access/request-form.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { LinkButton } from '#components/ui/link-button.tsx'
import { PageHeader } from '#components/ui/page-header.tsx'
import { may } from '#lib/people/permissions.rules.ts'
import { listCatalogue } from '#lib/systems/queries.ts'
import { currentContext } from '#lib/web/context.ts'
import { preview, sendRequest } from '../actions.ts'

export const metadata: Metadata = { title: 'Request access' }

export default async function NewRequestPage({ searchParams }: PageProps<'/access/new'>) {
  const context = await currentContext()
  const { privilege } = await searchParams
  const header = (
    <PageHeader
      crumbs={[{ label: 'Access', href: '/access' }]}
      title="Request access"
      description="Ask for one privilege, for one purpose, for a limited time. The credential is minted when it is granted and dies when you are done."
    />
  )
  if (!may(context.actor, 'access.request')) {
    return (
      <>
        {header}
        <EmptyState title="Auditors read everything and change nothing">Ask somebody with another role to request access for this task.</EmptyState>
      </>
    )
  }
  const catalogue = await listCatalogue(context, {})
  return (
    <>
      {header}
      {catalogue.length === 0 ? (
        <EmptyState title="Nothing can be requested yet" action={<LinkButton href="/systems">Go to systems</LinkButton>}>
          An admin connects a system, discovers it, and offers its privileges.
        </EmptyState>
      ) : (
        <RequestForm catalogue={catalogue} chosen={typeof privilege === 'string' ? privilege : undefined} send={sendRequest} preview={preview} />
      )}
    </>
  )
}
