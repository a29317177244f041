/** The product's mark: a term that runs, with its end in sight. Drawn in the current colour. */
export function Mark({ className }: { className?: string }) {
  return (
    <svg
      viewBox="0 0 24 24"
      aria-hidden="true"
      className={className}
      fill="none"
      stroke="currentColor"
      strokeWidth="2.25"
      strokeLinecap="round"
      strokeLinejoin="round"
    >
      <path d="M12 3.5a8.5 8.5 0 1 0 8.5 8.5" />
      <path d="M12 7.75V12l3.25 2.25" />
      <circle cx="18" cy="6" r="1.75" fill="currentColor" stroke="none" />
    </svg>
  )
}
