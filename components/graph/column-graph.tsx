import Link from 'next/link'
import { cn } from '#components/ui/cn.ts'
import { toRoute } from '#components/ui/to-route.ts'
import { BOX, COLUMN, type Box, type Column, curve, layOut, type Line, moreKey, type Place } from './layout.rules.ts'

type ColumnGraphProps = {
  /** What the drawing shows, for who cannot see it; the same data stands in a table beside it. */
  label: string
  columns: readonly Column[]
  lines: readonly Line[]
}

/** Boxes in columns with lines between them, left to right; scrolls sideways on a phone. Props: `label`, `columns` ({ title, boxes, more }), `lines` ({ from, to }). */
export function ColumnGraph({ label, columns, lines }: ColumnGraphProps) {
  const { places, width, height } = layOut(columns)
  return (
    <div className="overflow-x-auto px-4 pb-2 md:px-6" role="region" aria-label={label} tabIndex={0}>
      <div className="relative" style={{ width, height }}>
        <svg aria-hidden="true" className="absolute inset-0 overflow-visible text-line-control" width={width} height={height}>
          {lines.map(({ from, to, direct }) => {
            const start = places.get(from)
            const end = places.get(to)
            return (
              start &&
              end && (
                <path
                  key={`${from} ${to}`}
                  d={curve(start, end)}
                  fill="none"
                  stroke="currentColor"
                  strokeWidth={1.25}
                  strokeDasharray={direct ? undefined : '4 4'}
                />
              )
            )
          })}
        </svg>
        {columns.map((column, at) => (
          <section key={column.title} aria-label={column.title}>
            <h3 className="absolute top-0 text-xs font-medium text-muted" style={{ left: at * COLUMN, width: BOX.width }}>
              {column.title}
            </h3>
            <ul>
              {column.boxes.map((box) => (
                <GraphBox key={box.key} box={box} place={places.get(box.key)} />
              ))}
            </ul>
            {column.more > 0 && (
              <p
                className="absolute text-xs text-muted"
                style={placed(places.get(moreKey(at)))}
              >{`and ${column.more.toLocaleString('en')} more in the table`}</p>
            )}
          </section>
        ))}
      </div>
    </div>
  )
}

function GraphBox({ box, place }: { box: Box; place: Place | undefined }) {
  const look = cn(
    'absolute flex flex-col justify-center overflow-hidden rounded-md border bg-surface px-2.5 text-sm leading-tight',
    box.emphasis ? 'border-accent' : 'border-line-control/80',
    box.href && 'hover:border-accent',
  )
  const content = (
    <>
      <span className="truncate font-medium text-ink">{box.label}</span>
      <span className="truncate text-xs text-muted">{box.detail}</span>
    </>
  )
  const frame = { ...placed(place), width: BOX.width, height: BOX.height }
  return (
    <li>
      {box.href ? (
        <Link href={toRoute(box.href)} prefetch={false} className={look} style={frame} title={`${box.label}: ${box.detail}`}>
          {content}
        </Link>
      ) : (
        <span className={look} style={frame} title={`${box.label}: ${box.detail}`}>
          {content}
        </span>
      )}
    </li>
  )
}

const placed = (place: Place | undefined) => ({ left: place?.x ?? 0, top: place?.y ?? 0 })
