import type { ReactNode } from 'react'
import { RelativeTime } from '#components/ui/relative-time.tsx'
import { Section } from '#components/ui/section.tsx'
import { StateBadge } from '#components/ui/state-badge.tsx'
import { TextLink } from '#components/ui/text-link.tsx'
import { toRoute } from '#components/ui/to-route.ts'
import type { StoryRow } from '#lib/lifecycle/queries/load-story.ts'
import { type LifecycleAction, OffboardingActions } from './offboarding-actions.tsx'
import { CAUSE_WORDS, offboardingState } from './offboarding-state.ts'
import { StartOffboarding } from './start-offboarding.tsx'
import { usesInWords } from './uses-words.ts'
import { WhatIsNext } from './what-is-next.tsx'

type Lifecycle = {
  identity: { id: string; name: string; systemName: string }
  offboarding: (StoryRow & { tooEarly: string | null }) | null
  may: { offboard: boolean; disable: boolean; quarantine: boolean; restore: boolean; remove: boolean }
}

export type OffboardActions = {
  offboard: LifecycleAction
  disable: LifecycleAction
  quarantine: LifecycleAction
  restore: LifecycleAction
  remove: LifecycleAction
}

/** On an identity's page: how it stands on its way out, what is next, and the buttons to start, restore or delete. Props: `lifecycle` (of `showLifecycle`), `actions`, `now`. */
export function OffboardIdentity({ lifecycle, actions, now }: { lifecycle: Lifecycle; actions: OffboardActions; now: Date }): ReactNode {
  const { identity, offboarding, may } = lifecycle
  const open = offboarding && !offboarding.endedAt
  if (!offboarding && !may.offboard && !may.disable && !may.quarantine) return null
  return (
    <Section
      title="Out of service"
      description={open ? undefined : 'Disabled first, watched for refused use, restored in one click or deleted, and confirmed by the target itself.'}
      action={
        <div className="flex flex-wrap gap-2">
          {open ? (
            <OffboardingActions offboarding={offboarding} may={may} restore={actions.restore} remove={actions.remove} />
          ) : (
            <StartOffboarding identity={identity} may={may} offboard={actions.offboard} disable={actions.disable} quarantine={actions.quarantine} />
          )}
        </div>
      }
    >
      {offboarding ? (
        <div className="grid gap-1 text-sm">
          <p className="flex flex-wrap items-center gap-2">
            <StateBadge {...offboardingState(offboarding)} />
            <span>
              {CAUSE_WORDS[offboarding.cause]} <RelativeTime instant={offboarding.requestedAt} />: {offboarding.reason}
            </span>
            <TextLink href={toRoute(`/inventory/offboardings/${offboarding.id}`)}>The whole story</TextLink>
          </p>
          {offboarding.problem && <p className="font-medium text-bad-ink">{offboarding.problem}</p>}
          {open && usesInWords(offboarding) && <p className="text-muted">{usesInWords(offboarding)}.</p>}
          {open && (
            <p className="text-muted">
              <WhatIsNext offboarding={offboarding} now={now} />
            </p>
          )}
        </div>
      ) : (
        <p className="text-sm text-muted">It is in service.</p>
      )}
    </Section>
  )
}
