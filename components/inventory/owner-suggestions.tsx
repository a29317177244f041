import type { Suggestion } from '#lib/ownership/suggestion.rules.ts'

/** Who may be the right owner, each with what speaks for them. Props: `suggestions`. */
export function OwnerSuggestions({ suggestions }: { suggestions: readonly Suggestion[] }) {
  return (
    <div className="mt-2 text-sm">
      <p className="font-medium">Who may be the right owner</p>
      <ul className="mt-1 grid gap-1">
        {suggestions.map(({ id, name, reason }) => (
          <li key={id}>
            {name} <span className="text-muted">· {reason}</span>
          </li>
        ))}
      </ul>
    </div>
  )
}
