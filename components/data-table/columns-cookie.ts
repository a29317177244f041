const PREFIX = 'cols_'

/** The cookie in which the columns chosen for a list are remembered; pages read it when the URL has no `cols`. */
export const columnsCookie = (listId: string): string => `${PREFIX}${listId}`

/** Remembers chosen columns for a year, or forgets them (null). Runs in the browser. */
export function rememberColumns(listId: string, cols: string | null): void {
  document.cookie = `${columnsCookie(listId)}=${cols ?? ''}; path=/; max-age=${cols ? 31_536_000 : 0}; samesite=lax`
}
