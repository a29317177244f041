'use client'

import { Countdown } from '#components/ui/countdown.tsx'

type Residual = { state: 'none' | 'bounded' | 'unbounded'; until: Date | null; why: string }

/** Until when anything of a lease could still work, with the reason on hover. Props: `residual`. */
export function ResidualWords({ residual }: { residual: Residual }) {
  return (
    <span title={residual.why}>
      {residual.state === 'none' && 'Nothing'}
      {residual.state === 'bounded' && residual.until && <Countdown deadline={residual.until} over="Ending now" />}
      {residual.state === 'unbounded' && <span className="font-medium text-bad-ink">Not known yet</span>}
    </span>
  )
}
