/** What the start of a JSON file shows of its shape: the members of the root object, or those of the first object in the root list. */
export type JsonOutline = { root: 'object' | 'list'; keys: string[] }

/** The outline of a text that starts as JSON does, null for any other. The text may end anywhere; members after its end are not seen. */
export function jsonOutline(head: string): JsonOutline | null {
  const start = head.search(/\S/)
  if (head[start] !== '{' && head[start] !== '[') return null
  const root = head[start] === '{' ? 'object' : 'list'
  return { root, keys: keysAtDepth(head, start, root === 'object' ? 1 : 2) }
}

/** The keys at one depth of nesting, until that object ends. */
function keysAtDepth(text: string, start: number, wanted: 1 | 2): string[] {
  const keys: string[] = []
  let depth = 0
  for (let index = start; index < text.length; index += 1) {
    const character = text[index]
    if (character === '{' || character === '[') depth += 1
    if (character === '}' || character === ']') {
      if (depth === wanted) break
      depth -= 1
    }
    if (character !== '"') continue
    const end = textEnd(text, index)
    if (depth === wanted && /^\s*:/.test(text.slice(end, end + 20))) keys.push(text.slice(index + 1, end - 1))
    index = end - 1
  }
  return keys
}

function textEnd(text: string, start: number): number {
  for (let index = start + 1; index < text.length; index += 1) {
    if (text[index] === '\\') index += 1
    else if (text[index] === '"') return index + 1
  }
  return text.length
}
