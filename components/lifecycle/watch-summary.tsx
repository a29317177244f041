import { Notice } from '#components/ui/notice.tsx'
import { RelativeTime } from '#components/ui/relative-time.tsx'
import type { UseRow } from '#lib/lifecycle/queries/load-story.ts'
import { usesInWords } from './uses-words.ts'

type Watched = { refused: number; used: number; disabledAt: Date | null; uses: readonly UseRow[] }

/** Whether somebody still uses an account that was disabled, and the last three uses. Props: `watched`. */
export function WatchSummary({ watched }: { watched: Watched }) {
  const words = usesInWords(watched)
  if (!words) return <p className="text-sm text-muted">The watch begins once the target shows it disabled.</p>
  return (
    <Notice tone={watched.used > 0 ? 'bad' : watched.refused > 0 ? 'warn' : 'good'} title={words}>
      {watched.uses.length > 0 && (
        <ul className="grid gap-0.5">
          {watched.uses.map((use) => (
            <li key={use.id}>
              <RelativeTime instant={use.at} />: {use.action}
              {use.sourceAddress && ` from ${use.sourceAddress}`}, {use.outcome === 'success' ? 'got through' : 'refused'}
            </li>
          ))}
        </ul>
      )}
    </Notice>
  )
}
