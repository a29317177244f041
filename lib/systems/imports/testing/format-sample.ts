import type { ImportContext, ImportFormat } from '../import-format.ts'

/** A tiny valid file of one format, from which `hostile-files.ts` makes the bad ones. */
export type FormatSample = {
  format: ImportFormat
  /** The file as text. Let each field that the format reads be there once, filled: each is tried with wrong values in its place. */
  sample: string
  /** How the text is built, so that single values of it can be replaced. `text` is only cut, recoded and repeated. */
  encoding: 'json' | 'json_lines' | 'csv' | 'text'
  /** What the format needs to know besides the file, such as the scope of the system. */
  context?: Partial<ImportContext>
}
