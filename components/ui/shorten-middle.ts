/** An identifier cut in the middle: head and tail stay, because they tell ids apart. Returned whole when the cut would save nothing. */
export function shortenMiddle(id: string, head = 8, tail = 6): string {
  return id.length <= head + tail + 2 ? id : `${id.slice(0, head)}…${id.slice(-tail)}`
}
