import { Timeline } from '#components/ui/timeline.tsx'
import type { HistoryItem } from '#lib/inventory/history.rules.ts'

/** What changed, through whom and why. Props: `items`, newest first. */
export function IdentityHistory({ items }: { items: readonly HistoryItem[] }) {
  const events = items.map((item) => ({
    id: item.id,
    title: item.changes.length > 0 ? sentence(item.changes.join('; ')) : item.action,
    instant: item.at,
    detail: item.reason ? `${item.who}: ${item.reason}` : item.who,
  }))
  return <Timeline events={events} label="History of this identity" />
}

const sentence = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)
