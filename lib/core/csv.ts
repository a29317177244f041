export type CsvValue = string | number | bigint | boolean | Date | null | undefined

// A spreadsheet takes a cell that begins so for a formula; the last four are the full-width forms of the first four.
const FORMULA_START = /^[=+\-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20]/

/**
 * One row of CSV (RFC 4180) with its CRLF, safe to open in a spreadsheet: text that begins like a formula gets an apostrophe in
 * front (OWASP, CSV injection), while numbers stay numbers, the negative ones too. Dates are ISO instants; null and undefined are empty.
 */
export function csvLine(values: readonly CsvValue[]): string {
  const line = values.map(csvCell).join(',')
  // A row of one empty cell would be an empty line, which readers skip.
  return `${line === '' && values.length === 1 ? '""' : line}\r\n`
}

function csvCell(value: CsvValue): string {
  if (value === null || value === undefined) return ''
  if (value instanceof Date) return value.toISOString()
  if (typeof value !== 'string') return String(value)
  const text = FORMULA_START.test(value) ? `'${value}` : value
  return /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
