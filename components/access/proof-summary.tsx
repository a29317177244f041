import { CircleCheck, CircleDashed, CircleX } from 'lucide-react'
import { RelativeTime } from '#components/ui/relative-time.tsx'
import { Section } from '#components/ui/section.tsx'

export type LeaseFact = { seq: number; at: Date; kind: string; ok: boolean; detail: Record<string, unknown> }

const PROOFS = [
  {
    kind: 'reread',
    asks: 'The account is gone',
    proven: 'The target was re-read: no such account',
    failed: 'The target was re-read: the account is still there',
  },
  {
    kind: 'negative_probe',
    asks: 'The credential is refused',
    proven: 'The target itself refused the dead credential',
    failed: 'The target did not refuse the credential',
  },
  { kind: 'sessions', asks: 'No session is left', proven: 'The target lists no session of it', failed: 'The target still lists sessions of it' },
] as const

/** The three facts that make a revocation confirmed, each with what the target said. Props: `facts`. */
export function ProofSummary({ facts }: { facts: readonly LeaseFact[] }) {
  return (
    <Section title="Proof of death" description="A revocation is confirmed only when the target itself has shown all three.">
      <ul className="grid gap-2">
        {PROOFS.map((proof) => {
          const fact = facts.findLast((each) => each.kind === proof.kind)
          return (
            <li key={proof.kind} className="flex items-start gap-2 text-sm">
              {!fact && <CircleDashed aria-label="Not yet" className="mt-0.5 size-4 text-faint" />}
              {fact?.ok && <CircleCheck aria-label="Proven" className="mt-0.5 size-4 text-good-ink" />}
              {fact && !fact.ok && <CircleX aria-label="Not proven" className="mt-0.5 size-4 text-bad-ink" />}
              <span className="min-w-0">
                <span className="font-medium">{fact ? (fact.ok ? proof.proven : proof.failed) : `${proof.asks}: not yet tested`}</span>
                {fact && (
                  <span className="text-muted">
                    {' '}
                    · {detailWords(fact)}
                    <RelativeTime instant={fact.at} />
                  </span>
                )}
              </span>
            </li>
          )
        })}
      </ul>
    </Section>
  )
}

function detailWords({ detail }: LeaseFact): string {
  const code = typeof detail['code'] === 'string' ? `${detail['code']} · ` : ''
  const reason = typeof detail['reason'] === 'string' ? `${detail['reason']} · ` : ''
  return `${code}${reason}`
}
