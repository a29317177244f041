'use client'

import { useState, useTransition } from 'react'
import { Button } from '#components/ui/button.tsx'
import { ErrorSummary } from '#components/ui/error-summary.tsx'
import { Field } from '#components/ui/field.tsx'
import { Input } from '#components/ui/input.tsx'
import { useToast } from '#components/ui/use-toast.ts'
import { DAY } from '#lib/core/time.ts'

type Ordered = { ok: true } | { ok: false; message: string; fields: Readonly<Record<string, string>> }
type PackFormProps = { order: (input: Record<string, unknown>) => Promise<Ordered> /** The server's day, as 2026-11-22. */; today: string }

const LABELS = { from: 'From', to: 'To', note: 'Note' }
const midnight = (day: string) => Date.parse(`${day}T00:00:00Z`)
const asDay = (instant: number) => new Date(instant).toISOString().slice(0, 10)

/** Orders an evidence pack over whole days (UTC), the last one included. Props: `order` (server action), `today`. */
export function PackForm({ order, today }: PackFormProps) {
  const toast = useToast()
  const [from, setFrom] = useState(asDay(midnight(today) - 90 * DAY))
  const [to, setTo] = useState(today)
  const [note, setNote] = useState('')
  const [problem, setProblem] = useState<Exclude<Ordered, { ok: true }> | null>(null)
  const [pending, start] = useTransition()
  const build = () =>
    start(async () => {
      const done = await order({ from: from ? `${from}T00:00:00Z` : '', to: to ? new Date(midnight(to) + DAY).toISOString() : '', note })
      setProblem(done.ok ? null : done)
      if (done.ok) toast.done('Pack ordered', 'Download it below')
    })
  return (
    <form action={build} className="grid max-w-3xl gap-3" noValidate>
      {problem && <ErrorSummary message={problem.message} fields={problem.fields} labels={LABELS} />}
      <div className="grid gap-4 sm:grid-cols-[1fr_1fr_2fr]">
        <Field name="from" label={LABELS.from} required error={problem?.fields['from']}>
          <Input type="date" value={from} max={today} onChange={(event) => setFrom(event.target.value)} />
        </Field>
        <Field name="to" label={LABELS.to} required error={problem?.fields['to']} hint="This day included, in UTC.">
          <Input type="date" value={to} onChange={(event) => setTo(event.target.value)} />
        </Field>
        <Field name="note" label={LABELS.note} error={problem?.fields['note']} hint="For which audit. It stands in the audit log.">
          <Input value={note} onChange={(event) => setNote(event.target.value)} maxLength={500} />
        </Field>
      </div>
      <div>
        <Button type="submit" variant="primary" pending={pending}>
          Build pack
        </Button>
      </div>
    </form>
  )
}
