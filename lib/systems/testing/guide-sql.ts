import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'

/** The SQL of a fenced block of a guide in docs/guides, by the word after `sql`: what a person would copy, to the letter. Throws when the guide has no such block. */
export function guideSql(guide: string, block: string): string {
  const text = readFileSync(resolve(import.meta.dirname, '../../../docs/guides', guide), 'utf8')
  const found = new RegExp(`^\`\`\`sql ${block}\\n([\\s\\S]*?)^\`\`\`$`, 'm').exec(text)?.[1]
  if (!found) throw new Error(`docs/guides/${guide} has no SQL block "${block}"`)
  return found
}
