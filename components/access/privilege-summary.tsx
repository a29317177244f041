import { Badge } from '#components/ui/badge.tsx'
import type { Tone } from '#components/ui/tone.ts'
import type { CatalogueEntry } from '#lib/systems/queries.ts'

const RISK_TONE: Record<string, Tone> = { low: 'off', medium: 'wait', high: 'bad' }

export const riskTone = (risk: string): Tone => RISK_TONE[risk] ?? 'bad'

/** What a privilege is, in the catalogue's words. Props: `privilege`. */
export function PrivilegeSummary({ privilege }: { privilege: CatalogueEntry }) {
  return (
    <div className="grid gap-1 border-l-2 border-line-control pl-3 text-sm">
      <p className="flex flex-wrap items-center gap-2">
        <span className="font-mono text-xs">{privilege.name}</span>
        <Badge tone={riskTone(privilege.risk)}>{privilege.risk} risk</Badge>
        <Badge>{privilege.system.environment}</Badge>
      </p>
      <p className="text-muted">{privilege.description || 'The catalogue does not describe it yet.'}</p>
    </div>
  )
}
