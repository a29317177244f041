import { excerpt, invalidFile } from '../invalid-file.ts'
import { type FileItem, parseItem } from '../parse-item.ts'
import type { CsvRow } from '../read-csv-rows.ts'
import { columnOf, COLUMNS, CsvEntry, NEEDED_COLUMNS } from './csv-columns.ts'

/** A row by its columns, and the line in which it begins. `extra` holds those that begin with `x_`, `cells` all of them as they stand there. */
export type CsvItem = FileItem & { line: number; entry: CsvEntry; extra: Record<string, string>; cells: Readonly<Record<string, string>> }

const EXTRA = /^x_[a-z0-9_]{1,60}$/

/** The first row of a file: which column stands where. */
export class CsvHeader {
  readonly #columns: readonly string[]

  /** `invalid`, with the place, for a column that is unknown, missing or there twice, and for a file that is not separated by commas. */
  constructor(row: CsvRow) {
    this.#columns = row.fields.map(columnOf)
    if (row.fields.length === 1 && /[;\t]/.test(row.fields[0] ?? ''))
      throw invalidFile('is separated by semicolons or tabs: save it as CSV with commas (in Excel, "CSV UTF-8 (comma delimited)")', row.place)
    for (const [index, column] of this.#columns.entries()) {
      if (this.#columns.indexOf(column) < index) throw invalidFile(`has the column ${excerpt(column)} twice`, row.placeOf(index))
      if (COLUMNS.includes(column) || EXTRA.test(column)) continue
      const problem = `has an unknown column "${excerpt(column)}". Known are ${COLUMNS.join(', ')}; a name that begins with x_ is kept as an attribute`
      throw invalidFile(problem, row.placeOf(index))
    }
    const missing = NEEDED_COLUMNS.find((column) => !this.has(column))
    if (missing) throw invalidFile(`lacks the column ${missing}`, row.place)
  }

  has(column: string): boolean {
    return this.#columns.includes(column)
  }

  /** A row below the header. `invalid`, with line and column, for too many or too few cells and for one that does not hold what its column wants. */
  itemOf(row: CsvRow): CsvItem {
    const columns = this.#columns
    if (row.fields.length !== columns.length) {
      const place = row.placeOf(Math.min(row.fields.length, columns.length) - 1)
      throw invalidFile(`has a row with ${row.fields.length} instead of ${columns.length} cells`, place)
    }
    const cells = Object.fromEntries(columns.map((column, index) => [column, row.fields[index] ?? '']))
    const placeOf: FileItem['placeOf'] = (keys) => ({ ...row.placeOf(columns.indexOf(String(keys[0]))), path: String(keys[0]) })
    const item = { value: cells, placeOf }
    const entry = parseItem(CsvEntry, item)
    refuseHalves(entry, item)
    const extra = Object.fromEntries(Object.entries(cells).filter(([column, cell]) => EXTRA.test(column) && cell !== ''))
    return { ...item, line: row.place.line, entry, extra, cells }
  }
}

/** A date of a credential without its kind, and half of a permission, say nothing. */
function refuseHalves(entry: CsvEntry, { placeOf }: FileItem): void {
  const { credential_kind: kind, credential_id: id, credential_created_at: made, credential_rotated_at: rotated } = entry
  const told = id !== '' || made !== null || rotated !== null || entry.credential_last_used_at !== null || entry.credential_expires_at !== null
  if (kind === null && told) throw invalidFile('must be given where other columns tell of a credential', placeOf(['credential_kind']))
  if (entry.resource !== '' && entry.action === '') throw invalidFile('must be given where resource is', placeOf(['action']))
  if (entry.action !== '' && entry.resource === '') throw invalidFile('must be given where action is', placeOf(['resource']))
  for (const column of ['created_at', 'credential_created_at', 'credential_rotated_at'] as const)
    if (entry[column] === 'never') throw invalidFile('must be a day or an instant, not never', placeOf([column]))
}
