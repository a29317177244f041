'use client'

import { Plus, X } from 'lucide-react'
import { Button } from '#components/ui/button.tsx'
import { IconButton } from '#components/ui/icon-button.tsx'
import { Input } from '#components/ui/input.tsx'
import { Select } from '#components/ui/select.tsx'

export type TelemetryValue = { systemId: string; maxAgeHours: number }
type TelemetryFieldsProps = {
  legend: string
  error?: string | undefined
  systems: readonly { id: string; name: string }[]
  value: readonly TelemetryValue[]
  onValue: (value: TelemetryValue[]) => void
}

const DEFAULT_HOURS = 48

/** Where uses are seen, and how many hours old that may be: a line for each system. Props: `legend`, `error`, `systems`, `value`, `onValue`. */
export function TelemetryFields({ legend, error, systems, value, onValue }: TelemetryFieldsProps) {
  const unused = systems.find(({ id }) => !value.some(({ systemId }) => systemId === id))
  const change = (at: number, changes: Partial<TelemetryValue>) => onValue(value.map((each, index) => (index === at ? { ...each, ...changes } : each)))
  return (
    <fieldset id="field-telemetry" className="grid gap-2" aria-describedby={error ? 'error-telemetry' : undefined}>
      <legend className="mb-1 text-sm font-medium text-ink">{legend}</legend>
      {value.map(({ systemId, maxAgeHours }, at) => (
        <div key={systemId} className="grid grid-cols-[1fr_4.5rem_auto_auto] items-center gap-2">
          <Select
            aria-label="Telemetry source"
            options={systems.map(({ id, name }) => ({ value: id, label: name, disabled: id !== systemId && value.some((each) => each.systemId === id) }))}
            value={systemId}
            onValueChange={(id) => change(at, { systemId: id })}
          />
          <Input
            aria-label="Hours that it may be old"
            inputMode="numeric"
            value={maxAgeHours}
            onChange={(event) => change(at, { maxAgeHours: Number(event.target.value.replace(/\D/g, '')) })}
          />
          <span aria-hidden="true" className="text-sm whitespace-nowrap text-muted">
            h old at most
          </span>
          <IconButton size="sm" label="Remove this source" icon={<X />} onClick={() => onValue(value.filter((_, index) => index !== at))} />
        </div>
      ))}
      <div>
        <Button
          size="sm"
          icon={<Plus aria-hidden="true" />}
          disabled={!unused}
          onClick={() => unused && onValue([...value, { systemId: unused.id, maxAgeHours: DEFAULT_HOURS }])}
        >
          Add a source
        </Button>
      </div>
      {error && (
        <p id="error-telemetry" className="text-xs text-bad-ink">
          {legend}: {error}
        </p>
      )}
    </fieldset>
  )
}
