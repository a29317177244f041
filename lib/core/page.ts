import { z } from 'zod'

/** One page of a keyset-paged list. `next` and `previous` are opaque cursors, null at the ends. */
export type Page<Row> = { rows: Row[]; next: string | null; previous: string | null }

/** Where a page starts: the sort values and id of the row beside it, and on which side of that row the page lies. */
export const Cursor = z.object({ side: z.enum(['after', 'before']), values: z.array(z.union([z.string(), z.number(), z.boolean(), z.null()])), id: z.string() })
export type Cursor = z.infer<typeof Cursor>

const encoder = new TextEncoder()

/** A cursor as base64url of its JSON: safe in a URL, not secret, and checked again by `decodeCursor`. */
export function encodeCursor(cursor: Cursor): string {
  const binary = Array.from(encoder.encode(JSON.stringify(cursor)), (byte) => String.fromCharCode(byte)).join('')
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
}

/** The cursor in a URL, or null when it is absent or was tampered with (the list then starts at its first page). */
export function decodeCursor(text: string | null | undefined): Cursor | null {
  if (!text) return null
  try {
    const bytes = Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (character) => character.charCodeAt(0))
    return Cursor.parse(JSON.parse(new TextDecoder().decode(bytes)))
  } catch {
    return null
  }
}
