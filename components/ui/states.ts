import {
  Ban,
  BadgeCheck,
  CalendarClock,
  Check,
  CircleCheck,
  CircleDashed,
  CircleDot,
  CircleOff,
  CirclePause,
  CirclePlay,
  CircleSlash,
  CircleX,
  Clock,
  Ghost,
  History,
  KeyRound,
  Send,
  ShieldAlert,
  ShieldCheck,
  ShieldQuestionMark,
  TimerOff,
  TriangleAlert,
  type LucideIcon,
} from 'lucide-react'
import type { Tone } from './tone.ts'

type Look = { word: string; tone: Tone; icon: LucideIcon }

/** How each state looks: its word, its colour, and its icon, so that colour never speaks alone. */
export const STATES = {
  confirmed: { word: 'Confirmed', tone: 'good', icon: ShieldCheck },
  active: { word: 'Active', tone: 'good', icon: CircleDot },
  approved: { word: 'Approved', tone: 'good', icon: Check },
  governed: { word: 'Governed', tone: 'good', icon: BadgeCheck },
  succeeded: { word: 'Succeeded', tone: 'good', icon: CircleCheck },
  pending: { word: 'Pending', tone: 'wait', icon: Clock },
  scheduled: { word: 'Scheduled', tone: 'info', icon: CalendarClock },
  requested: { word: 'Requested', tone: 'info', icon: Send },
  minting: { word: 'Minting', tone: 'info', icon: KeyRound },
  running: { word: 'Running', tone: 'info', icon: CirclePlay },
  executed: { word: 'Executed', tone: 'info', icon: CircleDashed },
  expired: { word: 'Expired', tone: 'warn', icon: TimerOff },
  planned: { word: 'Planned', tone: 'info', icon: CalendarClock },
  offboarding: { word: 'Going out of service', tone: 'warn', icon: CirclePause },
  offboarded: { word: 'Out of service', tone: 'off', icon: CircleOff },
  quarantined: { word: 'Quarantined', tone: 'warn', icon: ShieldAlert },
  ungoverned: { word: 'Ungoverned', tone: 'wait', icon: ShieldQuestionMark },
  stale: { word: 'Stale', tone: 'wait', icon: History },
  impossible: { word: 'Impossible', tone: 'warn', icon: CircleOff },
  unconfirmed: { word: 'Unconfirmed', tone: 'bad', icon: TriangleAlert },
  denied: { word: 'Denied', tone: 'bad', icon: CircleSlash },
  failed: { word: 'Failed', tone: 'bad', icon: CircleX },
  ended: { word: 'Ended', tone: 'off', icon: CirclePause },
  cancelled: { word: 'Cancelled', tone: 'off', icon: Ban },
  vanished: { word: 'Vanished', tone: 'off', icon: Ghost },
} as const satisfies Record<string, Look>

export type State = keyof typeof STATES
