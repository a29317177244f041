import { EvaluationError } from './evaluation-error.ts'
import { ExtensionValue } from './extension-values.ts'

const DATETIME = /^([0-9]{4})-([0-9]{2})-([0-9]{2})(?:T([0-9]{2}:[0-9]{2}:[0-9]{2})(?:\.([0-9]{3}))?(?:Z|([+-])([0-9]{2})([0-9]{2})))?$/
const BAD_DATETIME = new EvaluationError('not a datetime: write "YYYY-MM-DD", or "YYYY-MM-DDThh:mm:ss", then perhaps ".SSS", then "Z" or "+hhmm"')

/** Reads `datetime("…")`: a day, or an instant with an offset. Throws an EvaluationError on what is no day or time of the calendar. */
export function parseDatetime(text: string): ExtensionValue {
  const [matched, year = '', month = '', day = '', time = '00:00:00', fraction = '0', sign = '+', hours = '00', minutes = '00'] = DATETIME.exec(text) ?? []
  if (matched === undefined) throw BAD_DATETIME
  const ahead = timeOfDay(`${hours}:${minutes}:00`) * (sign === '-' ? -1 : 1)
  return new ExtensionValue('datetime', startOfDay(Number(year), Number(month), Number(day)) + timeOfDay(time) + Number(fraction) - ahead)
}

function startOfDay(year: number, month: number, day: number): number {
  const date = new Date(0)
  // Date.UTC would take the years 0 to 99 for 1900 to 1999
  date.setUTCFullYear(year, month - 1, day)
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) throw BAD_DATETIME
  return date.getTime()
}

function timeOfDay(text: string): number {
  const [hour = 0, minute = 0, second = 0] = text.split(':').map(Number)
  if (hour > 23 || minute > 59 || second > 59) throw BAD_DATETIME
  return ((hour * 60 + minute) * 60 + second) * 1000
}
