/** The old rows stay in place while the new ones are fetched; after 300 ms a line says that it takes longer. They are not dimmed, because dimmed text loses its contrast. */
export function PendingLine() {
  return (
    <div aria-hidden="true" className="relative z-20 -mb-0.5 h-0.5 animate-appear-late overflow-hidden">
      <div className="h-full w-2/5 animate-slide bg-accent" />
    </div>
  )
}
