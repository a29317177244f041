/** The six meanings a colour may have. `off` is neutral; accent is no tone: it belongs to the action. */
export type Tone = 'good' | 'info' | 'wait' | 'warn' | 'bad' | 'off'

/** Text or icon in a tone, on canvas, surface or the soft ground of the same tone. */
export const TONE_INK: Record<Tone, string> = {
  good: 'text-good-ink',
  info: 'text-info-ink',
  wait: 'text-wait-ink',
  warn: 'text-warn-ink',
  bad: 'text-bad-ink',
  off: 'text-off-ink',
}

/** The quiet ground of a badge or notice with its text. */
export const TONE_SOFT: Record<Tone, string> = {
  good: 'bg-good-soft text-good-ink',
  info: 'bg-info-soft text-info-ink',
  wait: 'bg-wait-soft text-wait-ink',
  warn: 'bg-warn-soft text-warn-ink',
  bad: 'bg-bad-soft text-bad-ink',
  off: 'bg-off-soft text-off-ink',
}

/** A bar or dot in a tone. */
export const TONE_MARK: Record<Tone, string> = {
  good: 'bg-good-mark',
  info: 'bg-info-mark',
  wait: 'bg-wait-mark',
  warn: 'bg-warn-mark',
  bad: 'bg-bad-mark',
  off: 'bg-off-mark',
}
