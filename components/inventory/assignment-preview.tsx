import type { Preview } from '#lib/ownership/preview-assignment.ts'

const many = (count: number, one: string, more = `${one}s`) => `${count.toLocaleString('en')} ${count === 1 ? one : more}`

/** What an assignment will do, before it is made: how many, where, what becomes governed, and what is left out and why. Props: `preview` (null while it is read). */
export function AssignmentPreview({ preview }: { preview: Preview | null }) {
  return (
    <div role="status" aria-label="What this will do" className="grid gap-1 rounded-md border p-3 text-sm">
      {preview === null ? (
        <p className="text-muted">Looking at what this will do</p>
      ) : (
        <>
          <p className="font-medium">
            {preview.assigned === 0 ? 'Nothing would change.' : `${many(preview.assigned, 'identity', 'identities')} on ${placesOf(preview)}.`}
          </p>
          <ul className="grid gap-0.5 text-muted">
            {preview.governed > 0 && <li>{many(preview.governed, 'of them becomes', 'of them become')} governed: nothing else is missing.</li>}
            {preview.handedOver > 0 && <li>{many(preview.handedOver, 'is', 'are')} taken from the owner that they have now.</li>}
            {preview.unchanged > 0 && <li>{many(preview.unchanged, 'has', 'have')} this owner already.</li>}
            {preview.refused.map(({ reason, count, names }) => (
              <li key={reason} className="text-warn-ink">
                {many(count, 'is', 'are')} left out: {reason}
                {names.length > 0 && ` (${names.join(', ')}${count > names.length ? ', …' : ''})`}
              </li>
            ))}
          </ul>
        </>
      )}
    </div>
  )
}

function placesOf({ systems }: Preview): string {
  const [first, second, ...rest] = systems.map(({ name, count }) => `${name} (${count.toLocaleString('en')})`)
  return [first, second, rest.length > 0 ? `${rest.length} more systems` : undefined].filter(Boolean).join(', ')
}
