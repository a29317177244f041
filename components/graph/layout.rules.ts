export type Place = { x: number; y: number }
/** A box of the drawing. `href` null: there is no page, or it is not for who looks. */
export type Box = { key: string; label: string; detail: string; href: string | null; emphasis: boolean }
export type Column = { title: string; boxes: readonly Box[]; more: number }
/** A line between two boxes; one that is not direct leads over others. */
export type Line = { from: string; to: string; direct: boolean }

export const COLUMN = 236
export const BOX = { width: 188, height: 40, gap: 10 }
const TOP = 28

/** Where each box of the columns stands, in pixels; columns are centred on the tallest. */
export function layOut(columns: readonly Column[]): { places: Map<string, Place>; width: number; height: number } {
  const rows = Math.max(1, ...columns.map(({ boxes, more }) => boxes.length + (more > 0 ? 1 : 0)))
  const step = BOX.height + BOX.gap
  const places = new Map<string, Place>()
  columns.forEach(({ boxes, more }, at) => {
    const free = rows - boxes.length - (more > 0 ? 1 : 0)
    boxes.forEach(({ key }, row) => places.set(key, { x: at * COLUMN, y: TOP + (row + free / 2) * step }))
    if (more > 0) places.set(moreKey(at), { x: at * COLUMN, y: TOP + (boxes.length + free / 2) * step })
  })
  return { places, width: (columns.length - 1) * COLUMN + BOX.width, height: TOP + rows * step }
}

/** The key of the place that says how many more a column has. */
export const moreKey = (column: number): string => `more ${column}`

/** A line from the right edge of one box to the left edge of another, bent so that it leaves and arrives level. */
export function curve(from: Place, to: Place): string {
  const x1 = from.x + BOX.width
  const y1 = from.y + BOX.height / 2
  const y2 = to.y + BOX.height / 2
  const middle = (x1 + to.x) / 2
  return `M ${x1} ${y1} C ${middle} ${y1}, ${middle} ${y2}, ${to.x} ${y2}`
}
