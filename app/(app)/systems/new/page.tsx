import type { Metadata } from 'next'
import { ConnectForm } from '#components/systems/connect-form.tsx'
import { PageHeader } from '#components/ui/page-header.tsx'
import { listSystemKinds } from '#lib/systems/queries.ts'
import { currentContext } from '#lib/web/context.ts'
import { orForbidden } from '#lib/web/or-not-found.ts'
import { connect, tryConnection } from '../actions.ts'

export const metadata: Metadata = { title: 'Connect a system' }

export default async function NewSystemPage() {
  const kinds = await orForbidden(listSystemKinds(await currentContext(), {}))
  return (
    <>
      <PageHeader
        crumbs={[{ label: 'Systems', href: '/systems' }]}
        title="Connect a system"
        description="A live system is read with an account of its own that holds the least it needs; other platforms are fed by their exports."
      />
      <ConnectForm kinds={kinds} connect={connect} test={tryConnection} />
    </>
  )
}
