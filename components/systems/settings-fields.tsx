'use client'

import { Field } from '#components/ui/field.tsx'
import { Input } from '#components/ui/input.tsx'
import { Select } from '#components/ui/select.tsx'
import { Textarea } from '#components/ui/textarea.tsx'
import type { SettingsField } from '#lib/systems/settings-fields.ts'

type SettingsFieldsProps = {
  fields: readonly (SettingsField & { value?: string })[]
  problems?: Readonly<Record<string, string>> | undefined /** Secrets may stay empty: then the stored one stays. */
  stored?: boolean
}

/** The inputs of a kind of system, as its driver describes them. Props: `fields`, `problems` (field → what is wrong), `stored`. */
export function SettingsFields({ fields, problems = {}, stored = false }: SettingsFieldsProps) {
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      {fields.map((field) => {
        const name = `settings.${field.name}`
        const hint = stored && field.input === 'secret' ? 'Leave empty to keep the stored one.' : (field.description ?? undefined)
        return (
          <Field
            key={field.name}
            name={name}
            label={field.title}
            required={field.required && !(stored && field.input === 'secret')}
            hint={hint}
            error={problems[name] ?? problems[field.name]}
          >
            <Control field={field} name={name} />
          </Field>
        )
      })}
    </div>
  )
}

function Control({ field, name }: { field: SettingsField & { value?: string }; name: string }) {
  const value = field.value ?? field.initial
  switch (field.input) {
    case 'choice':
      return <Select name={name} options={field.choices.map((choice) => ({ value: choice, label: choice }))} defaultValue={value || undefined} />
    case 'list':
      return <Textarea name={name} rows={2} defaultValue={value} />
    case 'secret':
      return <Input name={name} type="password" autoComplete="off" />
    case 'number':
      return <Input name={name} inputMode="numeric" defaultValue={value} />
    case 'text':
      return <Input name={name} defaultValue={value} autoComplete="off" />
  }
}
