import { invalidFile } from '../invalid-file.ts'
import type { JsonItem } from '../read-json-items.ts'

/** Members with which AWS, or its command line, says that an answer goes on in another page. */
export const PAGE_MARKS: readonly string[] = ['IsTruncated', 'NextToken', 'Marker']

/** Refuses (`invalid`) an export that is one page of several: what is missing from it would count as vanished. */
export function refusePage(mark: JsonItem): void {
  if (mark.value === false || mark.value === null) return
  throw invalidFile('says that this is only one page of the export: export again without --no-paginate and --max-items', mark.place)
}
