import type { ReactNode } from 'react'
import { Countdown } from '#components/ui/countdown.tsx'
import { RelativeTime } from '#components/ui/relative-time.tsx'
import { DAY } from '#lib/core/time.ts'
import type { OffboardingRow } from '#lib/lifecycle/queries/offboarding-row.ts'

type Row = Pick<
  OffboardingRow,
  'state' | 'problem' | 'nextAttemptAt' | 'watchUntil' | 'disabledAt' | 'deletionPlanned' | 'systemName' | 'name' | 'refused' | 'used'
>

/** What happens next with an offboarding, and who does it. Props: `offboarding`, `now`. */
export function WhatIsNext({ offboarding, now }: { offboarding: Row; now: Date }): ReactNode {
  const { state, problem, nextAttemptAt, systemName, name, watchUntil } = offboarding
  if (problem && nextAttemptAt) {
    return (
      <>
        Tenure tries again <RelativeTime instant={nextAttemptAt} />.
      </>
    )
  }
  if (problem) return `A person decides: remove the obstacle on ${systemName} and try again, or restore ${name}.`
  switch (state) {
    case 'disabling':
      return `Tenure disables ${name} on ${systemName}, ends its sessions, and reads it again.`
    case 'restoring':
      return `${name} becomes active here once ${systemName} shows it back.`
    case 'removing':
      return `Tenure deletes ${name} on ${systemName} and reads it again: confirmed once neither the account nor a session of it is left.`
    case 'awaiting_source':
      return byHand(offboarding)
    case 'watching':
      return watchUntil && watchUntil > now ? (
        <>
          The watch goes on: <Countdown deadline={watchUntil} warnBelowMs={DAY} over="over" />. Nothing is deleted by itself.
        </>
      ) : (
        `The watch is over. Nothing is deleted by itself: delete ${name}, or restore it.`
      )
    case 'confirmed':
    case 'restored':
      return 'Nothing: this is over.'
  }
}

function byHand({ name, systemName, disabledAt, deletionPlanned }: Row): string {
  if (!disabledAt) return `Tenure cannot disable it there: somebody disables ${name} on ${systemName}, and the next reading of it shows that.`
  return deletionPlanned
    ? `${systemName} shows it disabled. Somebody deletes it there, and the next reading that shows it gone confirms the end.`
    : `${systemName} shows it disabled. Its owner says whether it is deleted or comes back.`
}
