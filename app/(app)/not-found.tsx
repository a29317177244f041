import { EmptyState } from '#components/ui/empty-state.tsx'
import { LinkButton } from '#components/ui/link-button.tsx'

export default function NotFound() {
  return (
    <EmptyState title="There is nothing here" action={<LinkButton href="/inbox">Go to your inbox</LinkButton>}>
      Either the address is wrong, or what it leads to is not yours to see.
    </EmptyState>
  )
}
