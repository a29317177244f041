import Link from 'next/link'
import { VisuallyHidden } from '#components/ui/visually-hidden.tsx'
import { toRoute } from '#components/ui/to-route.ts'
import type { MatrixCell } from '#lib/boundaries/queries/matrix-cells.ts'
import { METHOD_LABELS, type Method } from '#lib/boundaries/rules.ts'
import { ENVIRONMENTS, IDENTITY_CLASS_LABELS, IDENTITY_CLASSES } from '#lib/core/identity-class.ts'
import { durationInWords } from '#lib/core/time.ts'
import { HealthBadge } from './health-badge.tsx'

/** What each class must obey in each environment: one cell each, which opens. Props: `cells`. */
export function BoundaryMatrix({ cells }: { cells: readonly MatrixCell[] }) {
  return (
    <div className="overflow-x-auto border-t focus-visible:-outline-offset-2" role="region" aria-label="Trust boundaries" tabIndex={0}>
      <table className="w-full min-w-4xl table-fixed text-sm">
        <caption className="sr-only">Trust boundaries by class and environment</caption>
        <thead className="text-left text-xs text-muted">
          <tr>
            <th scope="col" className="h-8 w-36 px-4 font-medium md:pl-6">
              Class
            </th>
            {ENVIRONMENTS.map((environment) => (
              <th key={environment} scope="col" className="h-8 px-2 font-medium">
                {environment}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {IDENTITY_CLASSES.map((identityClass) => (
            <tr key={identityClass} className="border-t align-top">
              <th scope="row" className="px-4 py-2 text-left font-medium text-ink md:pl-6">
                {IDENTITY_CLASS_LABELS[identityClass]}
              </th>
              {ENVIRONMENTS.map((environment) => (
                <td key={environment} className="p-0">
                  <Cell cell={cells.find((cell) => cell.class === identityClass && cell.environment === environment)} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function Cell({ cell }: { cell: MatrixCell | undefined }) {
  if (!cell) return null
  const { class: identityClass, environment, health, identities, boundary, reasons } = cell
  return (
    <Link
      href={toRoute(`/policies/boundaries/${identityClass}/${environment}`)}
      prefetch={false}
      className="grid h-full content-start gap-1 px-2 py-2 hover:bg-hover focus-visible:-outline-offset-2"
    >
      <VisuallyHidden>{`${IDENTITY_CLASS_LABELS[identityClass]} in ${environment}: `}</VisuallyHidden>
      <span className="flex flex-wrap items-center gap-x-2 gap-y-1">
        <HealthBadge health={health} />
        <span className="text-xs text-muted tabular-nums">{identities === 1 ? '1 identity' : `${identities.toLocaleString('en')} identities`}</span>
      </span>
      {boundary && <span className="text-xs text-pretty text-ink">{declaredInWords(boundary.methods, boundary.maxTtlSeconds)}</span>}
      {health !== 'complete' && health !== 'unused' && (
        <span className="text-xs text-pretty text-muted">
          {reasons[0]}
          {reasons.length > 1 ? `, and ${reasons.length - 1} more` : ''}
        </span>
      )}
    </Link>
  )
}

function declaredInWords(methods: readonly string[], maxTtlSeconds: number | null): string {
  const named = methods.map((method) => METHOD_LABELS[method as Method] ?? method)
  const shown = named.length > 2 ? `${named.slice(0, 2).join(', ')} and ${named.length - 2} more` : named.join(', ')
  return [shown, maxTtlSeconds === null ? null : `at most ${durationInWords(maxTtlSeconds * 1_000)}`].filter(Boolean).join(', ')
}
