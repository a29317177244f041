import { invalidFile } from '../invalid-file.ts'
import type { JsonItem } from '../read-json-items.ts'

/** With what Google's APIs say that an answer goes on in another page (AIP-158). */
export const PAGE_MARKS: readonly string[] = ['nextPageToken']

/** Refuses (`invalid`) one page of several: what is missing from it would count as vanished. */
export function refusePage(mark: JsonItem): void {
  if (mark.value === null || mark.value === '') return
  throw invalidFile('says that this is only one page of the answer: export with gcloud, which fetches them all', mark.place)
}
