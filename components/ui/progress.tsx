type ProgressProps = {
  label: string
  /** Null when it is not known how much there is. */
  value: number | null
  max?: number
  /** What has been done so far, in words: "4,120 of 12,000 lines". */
  text?: string
}

/** Long work, with words. Props: `label` ("Reading the export"), `value` (null: unknown), `max` (100), `text`. */
export function Progress({ label, value, max = 100, text }: ProgressProps) {
  const part = value === null ? null : Math.min(100, Math.max(0, (value / max) * 100))
  const words = text ?? (part === null ? 'working' : `${Math.round(part)} %`)
  return (
    <div className="grid gap-1">
      <div className="flex flex-wrap items-baseline justify-between gap-x-3 text-sm">
        <span className="text-ink">{label}</span>
        <span className="text-xs text-muted">{words}</span>
      </div>
      <div
        role="progressbar"
        aria-label={label}
        aria-valuetext={words}
        {...(part === null ? {} : { 'aria-valuenow': Math.round(part), 'aria-valuemin': 0, 'aria-valuemax': 100 })}
        className="h-1.5 overflow-hidden rounded-full bg-line"
      >
        {part === null ? (
          <div className="h-full w-2/5 animate-slide rounded-full bg-accent" />
        ) : (
          <div className="h-full rounded-full bg-accent transition-[width] duration-150" style={{ width: `${part}%` }} />
        )}
      </div>
    </div>
  )
}
