/** How much waits in an area. Beyond 99 the number stops counting, not the work. Props: `count`, `what` ("waiting"). */
export function CountBadge({ count, what = 'waiting', className = '' }: { count: number; what?: string; className?: string }) {
  if (count < 1) return null
  return (
    <span
      className={`inline-flex h-4.5 min-w-4.5 items-center justify-center rounded-full bg-accent px-1 text-xs leading-none font-semibold text-on-accent ${className}`}
    >
      {count > 99 ? '99+' : count}
      <span className="sr-only"> {what}</span>
    </span>
  )
}
