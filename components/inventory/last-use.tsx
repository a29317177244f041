'use client'

import { RelativeTime } from '#components/ui/relative-time.tsx'
import { type LastUse as Use, lastUseInWords } from '#lib/inventory/rules.ts'

/** When something was last used, or what is known instead: no event is never "never used". Props: `use` ({ lastUsedAt, lastUseKnown }). */
export function LastUse({ use }: { use: Use }) {
  if (use.lastUsedAt && use.lastUseKnown !== 'unknown') return <RelativeTime instant={use.lastUsedAt} />
  return <span className="text-muted">{lastUseInWords(use, new Date(0))}</span>
}
