import { ArrowDown, Bot, KeyRound, Target } from 'lucide-react'
import { TextLink } from '#components/ui/text-link.tsx'
import { toRoute } from '#components/ui/to-route.ts'
import { type Hop, trustVerb } from '#lib/inventory/graph/rules.ts'

const ICONS = { identity: KeyRound, trust: Bot, entitlement: Target } as const

/** One path, step by step, with the sentence that says it all. Props: `hops`, `sentence`. */
export function PathStory({ hops, sentence }: { hops: readonly Hop[]; sentence: string }) {
  return (
    <div className="grid gap-3">
      <p className="max-w-3xl text-sm text-ink">{sentence}</p>
      <ol className="grid gap-1">
        {hops.map((hop, index) => {
          const Icon = ICONS[hop.what]
          return (
            <li key={hop.id} className="grid gap-1">
              {index > 0 && <ArrowDown aria-hidden="true" className="ml-1 size-3.5 text-faint" />}
              <span className="flex items-start gap-2 text-sm">
                <Icon aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-muted" />
                <span className="min-w-0">
                  <HopText hop={hop} />
                </span>
              </span>
            </li>
          )
        })}
      </ol>
    </div>
  )
}

function HopText({ hop }: { hop: Hop }) {
  switch (hop.what) {
    case 'identity':
      return (
        <>
          <span className="font-medium text-ink">{hop.name}</span>
          {hop.detail && <span className="text-muted"> signs in with {hop.detail}</span>}
        </>
      )
    case 'trust':
      return (
        <>
          <span className="text-muted">{trustVerb(hop.kind)} </span>
          <TextLink href={toRoute(`/inventory/${hop.id}`)} quiet>
            {hop.name}
          </TextLink>
          <span className="text-muted">
            {' '}
            on {hop.systemName}
            {hop.detail ? `, when ${hop.detail}` : ''}
          </span>
        </>
      )
    case 'entitlement':
      return (
        <>
          <span className="text-muted">may {hop.action} on </span>
          <span className="font-mono text-xs break-all text-ink">{hop.name}</span>
          {hop.detail && <span className="text-muted"> ({hop.detail})</span>}
        </>
      )
  }
}
