import { TextLink } from '#components/ui/text-link.tsx'
import { toRoute } from '#components/ui/to-route.ts'

type RequestViewsProps = { current: 'queue' | 'mine' | 'all'; answers: boolean; everything: boolean; waiting: number }

/** Which requests are listed: those to answer, one's own, or all. Props: `current`, `answers` (may approve), `everything` (sees all), `waiting` (how many to answer). */
export function RequestViews({ current, answers, everything, waiting }: RequestViewsProps) {
  const views = [
    ...(answers ? [{ view: 'queue', label: `To answer (${waiting.toLocaleString('en')})` }] : []),
    { view: 'mine', label: 'My requests' },
    ...(everything ? [{ view: 'all', label: 'All requests' }] : []),
  ]
  return (
    <nav aria-label="Which requests" className="flex flex-wrap gap-4 px-4 pt-2.5 text-sm md:px-6">
      {views.map(({ view, label }) =>
        view === current ? (
          <span key={view} aria-current="page" className="font-medium">
            {label}
          </span>
        ) : (
          <TextLink key={view} href={toRoute(`/inventory/requests?view=${view}`)}>
            {label}
          </TextLink>
        ),
      )}
    </nav>
  )
}
