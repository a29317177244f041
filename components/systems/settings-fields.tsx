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

/** The inputs of a kind of system, as its driver describes them; what has a good default is folded away. Props: `fields`, `problems` (field → what is wrong), `stored`. */
export function SettingsFields({ fields, problems = {}, stored = false }: SettingsFieldsProps) {
  const last = fields.findLastIndex((field) => field.required || field.input === 'choice')
  const [main, more] = last < 0 ? [fields, []] : [fields.slice(0, last + 1), fields.slice(last + 1)]
  const wrong = more.some((field) => problems[field.name] ?? problems[`settings.${field.name}`])
  return (
    <>
      <FieldGrid fields={main} problems={problems} stored={stored} />
      {more.length > 0 && (
        <details open={wrong || undefined}>
          <summary className="cursor-pointer rounded-sm py-1 text-sm text-muted">More settings: {more.length}, each with a default</summary>
          <div className="pt-3">
            <FieldGrid fields={more} problems={problems} stored={stored} />
          </div>
        </details>
      )}
    </>
  )
}

function FieldGrid({ fields, problems = {}, stored = false }: SettingsFieldsProps) {
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      {fields.map((field) => {
        const name = `settings.${field.name}`
        const keeps = stored && field.input === 'secret'
        return (
          <Field
            key={field.name}
            name={name}
            label={field.title}
            required={field.required && !keeps}
            hint={keeps ? 'Leave empty to keep the stored one.' : (field.description ?? undefined)}
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
    case 'multiline':
      return <Textarea name={name} rows={2} defaultValue={value} />
    case 'secret':
      return <Input name={name} type="password" autoComplete="off" />
    case 'number':
      return <Input name={name} inputMode="numeric" defaultValue={value} />
    case 'text':
      return <Input name={name} defaultValue={value} autoComplete="off" />
  }
}
