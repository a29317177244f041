import { Badge } from '#components/ui/badge.tsx'

type Policy = { id: string; effect: 'permit' | 'forbid'; says: string; review: string | null }

/** Each policy in words. Props: `policies`. */
export function PolicyList({ policies }: { policies: readonly Policy[] }) {
  return (
    <ul>
      {policies.map(({ id, effect, says, review }) => (
        <li key={id} className="flex min-h-9 flex-wrap items-center gap-x-3 gap-y-1 border-t px-4 py-1.5 text-sm md:px-6">
          <span className="w-32">
            {effect === 'forbid' ? (
              <Badge tone="bad">forbids</Badge>
            ) : review ? (
              <Badge tone="wait">permits after review</Badge>
            ) : (
              <Badge tone="good">permits</Badge>
            )}
          </span>
          <span className="min-w-0 flex-1">{says}</span>
          <span className="font-mono text-xs text-muted">{id}</span>
        </li>
      ))}
    </ul>
  )
}
