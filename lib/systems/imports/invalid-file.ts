import { TenureError } from '#lib/core/errors.ts'
import type { Place } from './place.ts'

/**
 * The refusal of a file at one place. `problem` reads as the rest of a sentence after the path ("must be text, but is a number").
 * The message names path, line, column and byte; `fields` is keyed by the path, or by `file` where there is none.
 */
export function invalidFile(problem: string, place: Place): TenureError {
  const subject = place.path ? excerpt(place.path, 200) : 'The file'
  const message = `${subject} ${problem} (line ${place.line}, column ${place.column}, byte ${place.byte})`
  return new TenureError('invalid', message, { fields: { [place.path ? subject : 'file']: message } })
}

/** At most `length` characters of a text from a file, with control characters made visible, so that it can stand in a message. */
export function excerpt(text: string, length = 60): string {
  const shown = Array.from(text.slice(0, length), (character) => {
    const code = character.codePointAt(0) ?? 0
    const harmless =
      code >= 0x20 &&
      !(code >= 0x7f && code <= 0x9f) &&
      !(code >= 0x200b && code <= 0x202e) &&
      !(code >= 0x2066 && code <= 0x2069) &&
      !(code >= 0xd800 && code <= 0xdfff)
    return harmless ? character : `\\u${code.toString(16).padStart(4, '0')}`
  }).join('')
  return text.length > length ? `${shown}…` : shown
}
