import type { BestSuggestion } from '#lib/ownership/queries.ts'

type SuggestedOwnersProps = { suggestions: readonly BestSuggestion[] | null; of: number }

/** Who would get each orphan, and what speaks for them. Props: `suggestions` (null while they are read), `of` (how many were asked about). */
export function SuggestedOwners({ suggestions, of }: SuggestedOwnersProps) {
  const without = of - (suggestions?.length ?? 0)
  return (
    <div role="status" aria-label="Suggested owners" className="grid gap-2 text-sm">
      {suggestions === null ? (
        <p className="text-muted">Looking for what speaks for whom</p>
      ) : (
        <>
          <p className="font-medium">
            {suggestions.length.toLocaleString('en')} of {of.toLocaleString('en')} get an owner.
            {without > 0 && (
              <span className="font-normal text-muted">
                {' '}
                {without.toLocaleString('en')} stay as they are: they have an owner, or nothing speaks for anybody.
              </span>
            )}
          </p>
          {suggestions.length > 0 && (
            <ul className="max-h-60 overflow-y-auto rounded-md border" tabIndex={0} aria-label="Each identity with its suggested owner">
              {suggestions.map(({ identity, name, reason }) => (
                <li key={identity.id} className="grid gap-x-3 border-t px-3 py-1.5 first:border-t-0 sm:grid-cols-[1fr_1fr]">
                  <span className="truncate font-medium">{identity.name}</span>
                  <span>
                    {name} <span className="text-muted">· {reason}</span>
                  </span>
                </li>
              ))}
            </ul>
          )}
        </>
      )}
    </div>
  )
}
