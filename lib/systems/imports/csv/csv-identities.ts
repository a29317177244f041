import { excerpt, invalidFile } from '../invalid-file.ts'
import type { CsvEntry } from './csv-columns.ts'
import { CREDENTIAL_COLUMNS, ENTITLEMENT_COLUMNS } from './csv-columns.ts'
import type { CsvItem } from './csv-header.ts'

type Sighting = { line: number; cells: string }
type WholeEntry = CsvEntry & { class: NonNullable<CsvEntry['class']> }

const OTHERS = new Set([...CREDENTIAL_COLUMNS, ...ENTITLEMENT_COLUMNS])

/** What a file has said so far. Rows with one external_id are one identity: the first says what it is, further ones add a credential or a permission. */
export class CsvIdentities {
  readonly #identities = new Map<string, Sighting>()
  readonly #parts = new Map<string, Sighting>()

  /** The row as an identity, where it is the first with its key; null for a further one, whose columns of the identity must be empty or say the same (`invalid`). */
  admit(item: CsvItem): WholeEntry | null {
    const { entry, cells } = item
    const own = Object.entries(cells).filter(([column]) => !OTHERS.has(column))
    const first = this.#identities.get(entry.external_id)
    if (!first) {
      if (entry.class === null) throw invalidFile('must be given in the first row of an identity', item.placeOf(['class']))
      this.#identities.set(entry.external_id, { line: item.line, cells: JSON.stringify(own.map(([, cell]) => cell)) })
      return { ...entry, class: entry.class }
    }
    const before: string[] = JSON.parse(first.cells)
    const changed = own.findIndex(([, cell], index) => cell.trim() !== '' && cell.trim() !== before[index]?.trim())
    const column = own[changed]?.[0]
    if (column !== undefined)
      throw invalidFile(
        `says something else about ${excerpt(entry.external_id, 100)} than line ${first.line}: leave the cell empty, or correct one of them`,
        item.placeOf([column]),
      )
    return null
  }

  /** Whether a credential or permission of an identity comes for the first time. The same again is passed over; another under its key is refused (`invalid`). */
  isNew(what: string, key: string, item: CsvItem, columns: readonly string[]): boolean {
    const cells = JSON.stringify(columns.map((column) => item.cells[column]))
    const name = `${what}\n${item.entry.external_id}\n${key}`
    const first = this.#parts.get(name)
    if (!first) {
      this.#parts.set(name, { line: item.line, cells })
      return true
    }
    if (first.cells === cells) return false
    throw invalidFile(
      `tells of the same ${what} as line ${first.line}, but something else: give each credential of one kind its own credential_id`,
      item.placeOf([columns[0] ?? '']),
    )
  }
}
