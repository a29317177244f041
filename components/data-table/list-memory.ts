/** Where somebody left a list, kept for this browser tab: the address, the row they opened, and how far it was scrolled. */
type Place = { href: string; row: string | null; top: number }

const key = (pathname: string) => `tenure.list:${pathname}`

/** Remembers how a list stands. Runs in the browser. */
export function leaveList(pathname: string, place: Place): void {
  sessionStorage.setItem(key(pathname), JSON.stringify(place))
}

/** The address at which a list was left, with its filters; the bare path when it was not visited. */
export function addressOfList(pathname: string): string {
  return read(pathname)?.href ?? pathname
}

/** The place to go back to, once: null when the list was left at another address, or the place was taken up already. */
export function returnToList(pathname: string, href: string): { row: string | null; top: number } | null {
  const place = read(pathname)
  if (!place || place.href !== href || place.row === null) return null
  leaveList(pathname, { ...place, row: null })
  return place
}

function read(pathname: string): Place | null {
  const text = sessionStorage.getItem(key(pathname))
  // Only leaveList writes under this key.
  return text ? (JSON.parse(text) as Place) : null
}
