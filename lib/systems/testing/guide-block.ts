import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'

/** A fenced block of a guide in docs/guides, by its language and the word after it: what a person would copy, to the letter. Throws when the guide has no such block. */
export function guideBlock(guide: string, language: string, block: string): string {
  const text = readFileSync(resolve(import.meta.dirname, '../../../docs/guides', guide), 'utf8')
  const found = new RegExp(`^\`\`\`${language} ${block}\\n([\\s\\S]*?)^\`\`\`$`, 'm').exec(text)?.[1]
  if (!found) throw new Error(`docs/guides/${guide} has no ${language} block "${block}"`)
  return found
}
