import { RelativeTime } from '#components/ui/relative-time.tsx'
import { SimpleTable } from '#components/ui/simple-table.tsx'
import type { ActivityDay, ActivityRow } from '#lib/activity/queries.ts'

type IdentityActivityProps = { activity: { total: number; windowDays: number; days: readonly ActivityDay[]; lastUse: string }; events: readonly ActivityRow[] }

/** What an identity did: a strip of days, and the newest events. Props: `activity`, `events`. */
export function IdentityActivity({ activity, events }: IdentityActivityProps) {
  const { total, windowDays, days, lastUse } = activity
  if (total === 0)
    return (
      <p className="px-4 text-sm text-muted md:px-6">
        No event of it stands in {windowDays} days of what Tenure has of its system’s logs. Last used: {lastUse}.
      </p>
    )
  const most = Math.max(...days.map((day) => day.count))
  return (
    <div className="grid gap-3">
      <div className="px-4 md:px-6">
        <p className="text-sm">
          {total.toLocaleString('en')} {total === 1 ? 'event' : 'events'} in {windowDays} days, at most {most.toLocaleString('en')} a day.
        </p>
        <div className="mt-2 flex h-10 items-end gap-px" aria-hidden="true">
          {days.map((day) => (
            <span
              key={day.day}
              title={`${day.day}: ${day.count}`}
              className={`min-h-px flex-1 ${day.failures > 0 ? 'bg-bad-mark' : day.count > 0 ? 'bg-info-mark' : 'bg-line'}`}
              style={{ height: `${(100 * day.count) / most}%` }}
            />
          ))}
        </div>
        <p className="mt-1 flex justify-between text-xs text-muted" aria-hidden="true">
          <span>{days[0]?.day}</span>
          <span>{days.at(-1)?.day}</span>
        </p>
      </div>
      <SimpleTable
        label="Newest events"
        rows={events}
        total={total}
        rowKey={(row) => row.id}
        columns={[
          { header: 'When', cell: (row) => <RelativeTime instant={row.at} /> },
          { header: 'Action', cell: (row) => row.action },
          { header: 'Resource', cell: (row) => <span className="font-mono text-xs break-all">{row.resource}</span> },
          { header: 'From', cell: (row) => row.sourceAddress },
          { header: 'Outcome', cell: (row) => <span className={row.outcome === 'failure' ? 'text-bad-ink' : ''}>{row.outcome}</span> },
        ]}
      />
    </div>
  )
}
