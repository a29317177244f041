'use client'

import { Checkbox } from '#components/ui/checkbox.tsx'

type Option = { value: string; label: string }
type CheckListProps = {
  name: string
  legend: string
  error?: string | undefined
  options: readonly Option[]
  chosen: readonly string[]
  onChosen: (values: string[]) => void
}

/** A choice of several, as checkboxes under one legend. Props: `name` (for its error), `legend`, `error`, `options`, `chosen`, `onChosen`. */
export function CheckList({ name, legend, error, options, chosen, onChosen }: CheckListProps) {
  const toggle = (value: string, on: boolean) => onChosen(options.map((option) => option.value).filter((each) => (each === value ? on : chosen.includes(each))))
  return (
    <fieldset id={`field-${name}`} className="grid gap-1" aria-describedby={error ? `error-${name}` : undefined}>
      <legend className="text-sm font-medium text-ink">{legend}</legend>
      {options.length === 0 && <p className="text-sm text-muted">There is nothing to choose from yet.</p>}
      <div className="mt-1 grid max-h-60 gap-x-4 gap-y-1 overflow-y-auto sm:grid-cols-2">
        {options.map(({ value, label }) => (
          <Checkbox key={value} label={label} checked={chosen.includes(value)} onChange={(event) => toggle(value, event.target.checked)} />
        ))}
      </div>
      {error && (
        <p id={`error-${name}`} className="text-xs text-bad-ink">
          {legend}: {error}
        </p>
      )}
    </fieldset>
  )
}
