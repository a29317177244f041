import Link from 'next/link'
import { cn } from '#components/ui/cn.ts'
import { toRoute } from '#components/ui/to-route.ts'
import { countInWords } from '#lib/inventory/rules.ts'
import type { FindingCounts } from '#lib/findings/queries.ts'

type Facet = { key: string; label: string; count: string; href: string; chosen: boolean }
type FindingFacetsProps = {
  counts: FindingCounts
  chosen: { rule: readonly string[]; severity: readonly string[] }
  /** The list's address with this one rule or severity, or without it. */
  hrefOf: (parameter: 'rule' | 'severity', value: string | null) => string
}

/** How many findings there are of each severity and each rule; each is a link that filters the list, or takes the filter out again. Props: `counts`, `chosen`, `hrefOf`. */
export function FindingFacets({ counts, chosen, hrefOf }: FindingFacetsProps) {
  const facet = (parameter: 'rule' | 'severity', key: string, label: string, count: { count: number; capped: boolean }): Facet => {
    const isChosen = chosen[parameter].includes(key)
    return { key, label, count: countInWords(count), href: hrefOf(parameter, isChosen ? null : key), chosen: isChosen }
  }
  return (
    <div className="grid gap-1 border-b px-2 py-2 md:px-4">
      <FacetLine label="By severity" facets={counts.severities.map((each) => facet('severity', each.severity, each.severity, each))} />
      <FacetLine
        label="By rule"
        facets={counts.rules.filter(({ rule, count }) => count > 0 || chosen.rule.includes(rule)).map((each) => facet('rule', each.rule, each.title, each))}
      />
    </div>
  )
}

function FacetLine({ label, facets }: { label: string; facets: readonly Facet[] }) {
  return (
    <nav aria-label={label} className="flex gap-1 overflow-x-auto md:flex-wrap">
      {facets.map(({ key, label: words, count, href, chosen }) => (
        <Link
          key={key}
          href={toRoute(href)}
          prefetch={false}
          scroll={false}
          aria-current={chosen ? 'true' : undefined}
          className={cn(
            'inline-flex h-7 items-center gap-1.5 rounded-md px-2 text-sm whitespace-nowrap',
            chosen ? 'bg-accent-soft font-medium text-ink' : 'text-muted hover:bg-hover hover:text-ink',
          )}
        >
          {words}
          <span className="text-xs tabular-nums">{count}</span>
        </Link>
      ))}
    </nav>
  )
}
