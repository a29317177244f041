export const SECOND = 1_000
export const MINUTE = 60 * SECOND
export const HOUR = 60 * MINUTE
export const DAY = 24 * HOUR

/** The instant `milliseconds` after (or, when negative, before) `instant`. */
export function shift(instant: Date, milliseconds: number): Date {
  return new Date(instant.getTime() + milliseconds)
}

/** A length of time in words, two units at most: `4 h 12 min`, `3 d`, `40 s`. */
export function durationInWords(milliseconds: number): string {
  const total = Math.max(0, Math.round(milliseconds / SECOND))
  const parts: [number, string][] = [
    [Math.floor(total / 86_400), 'd'],
    [Math.floor((total % 86_400) / 3_600), 'h'],
    [Math.floor((total % 3_600) / 60), 'min'],
    [total % 60, 's'],
  ]
  const first = parts.findIndex(([amount]) => amount > 0)
  if (first < 0) return '0 s'
  return parts
    .slice(first, first + 2)
    .filter(([amount]) => amount > 0)
    .map(([amount, unit]) => `${amount} ${unit}`)
    .join(' ')
}

/** How far an instant lies from `now`, in words: `in 3 h`, `12 d ago`, `now`. */
export function relativeInWords(instant: Date, now: Date): string {
  const distance = instant.getTime() - now.getTime()
  if (Math.abs(distance) < SECOND) return 'now'
  const words = durationInWords(Math.abs(distance)).split(' ').slice(0, 2).join(' ')
  return distance > 0 ? `in ${words}` : `${words} ago`
}
