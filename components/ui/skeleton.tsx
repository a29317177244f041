import { cn } from './cn.ts'

/** A grey stand-in for what loads; invisible for the first 300 ms, so that quick answers do not flicker. Props: `className` (its size), `label` (read aloud once). */
export function Skeleton({ className, label }: { className?: string; label?: string }) {
  return (
    <span role={label ? 'status' : undefined} className={cn('block h-4 animate-appear-late rounded-sm bg-hover', className)}>
      {label && <span className="sr-only">{label}</span>}
    </span>
  )
}
