import { EmptyState } from '#components/ui/empty-state.tsx'
import { LinkButton } from '#components/ui/link-button.tsx'

export default function NotFound() {
  return (
    <main className="flex min-h-dvh items-center">
      <EmptyState title="There is no such page" action={<LinkButton href="/inbox">Go to your inbox</LinkButton>}>
        The address may be old or mistyped.
      </EmptyState>
    </main>
  )
}
