const QUOTE = 0x22
const COMMA = 0x2c

/**
 * The fields of one row of CSV without its line end (RFC 4180 §2), with the byte offset at which each begins; or what is wrong
 * with it and where. A field in quotes may hold commas, line ends and doubled quotes; elsewhere a quote is an error.
 */
export function splitCsvRow(row: Uint8Array): { fields: string[]; offsets: number[] } | { problem: string; offset: number } {
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true })
  const fields: string[] = []
  const offsets: number[] = []
  for (let at = 0; at <= row.length; at += 1) {
    offsets.push(at)
    if (row[at] === QUOTE) {
      const close = closingQuote(row, at)
      const after = row[close + 1]
      if (after !== undefined && after !== COMMA) return { problem: 'has text after a closing quote', offset: close + 1 }
      fields.push(decoder.decode(row.subarray(at + 1, close)).replaceAll('""', '"'))
      at = close + 1
    } else {
      const comma = row.indexOf(COMMA, at)
      const end = comma < 0 ? row.length : comma
      const stray = row.subarray(at, end).indexOf(QUOTE)
      if (stray >= 0) return { problem: 'has a quote inside a field that does not begin with one', offset: at + stray }
      fields.push(decoder.decode(row.subarray(at, end)))
      at = end
    }
  }
  return { fields, offsets }
}

function closingQuote(row: Uint8Array, open: number): number {
  let at = row.indexOf(QUOTE, open + 1)
  while (at >= 0 && row[at + 1] === QUOTE) at = row.indexOf(QUOTE, at + 2)
  return at < 0 ? row.length : at
}
