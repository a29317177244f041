'use client'

import { useRouter } from 'next/navigation'
import { useState, useTransition } from 'react'
import { ErrorSummary } from '#components/ui/error-summary.tsx'
import { Field } from '#components/ui/field.tsx'
import { Input } from '#components/ui/input.tsx'
import { Select } from '#components/ui/select.tsx'
import { SubmitButton } from '#components/ui/submit-button.tsx'
import { Textarea } from '#components/ui/textarea.tsx'
import { toRoute } from '#components/ui/to-route.ts'
import { durationInWords } from '#lib/core/time.ts'
import type { CatalogueEntry } from '#lib/systems/queries.ts'
import { DecisionPreview } from './decision-preview.tsx'
import { durationOptions } from './duration-options.ts'
import { PrivilegeSummary } from './privilege-summary.tsx'
import { type Preview, usePreview } from './use-preview.ts'

type Sent = { ok: true; output: { id: string } } | { ok: false; message: string; fields: Readonly<Record<string, string>> }

type RequestFormProps = {
  catalogue: readonly CatalogueEntry[]
  chosen?: string | undefined
  send: (input: Record<string, unknown>) => Promise<Sent>
  preview: (input: Record<string, unknown>) => Promise<Preview | null>
}

const LABELS = { privilegeId: 'Privilege', purpose: 'Purpose', ticket: 'Ticket', durationSeconds: 'Duration', startsAt: 'Start' }

/** Asks for a privilege for a time; says what policy will answer before it is sent. Props: `catalogue`, `chosen` (a privilege's id), `send`, `preview` (server actions). */
export function RequestForm({ catalogue, chosen, send, preview }: RequestFormProps) {
  const router = useRouter()
  const [systemId, setSystemId] = useState(
    catalogue.find((entry) => entry.id === chosen)?.system.id ?? (systemsOf(catalogue).length === 1 ? catalogue[0]?.system.id : undefined),
  )
  const [values, setValues] = useState({ privilegeId: chosen ?? '', purpose: '', ticket: '', durationSeconds: '3600', startsAt: '' })
  const [problem, setProblem] = useState<Exclude<Sent, { ok: true }> | null>(null)
  const [, start] = useTransition()
  const set = (name: keyof typeof values) => (value: string) => setValues((before) => ({ ...before, [name]: value }))
  const privilege = catalogue.find((entry) => entry.id === values.privilegeId)
  const wish = { ...values, startsAt: values.startsAt ? new Date(values.startsAt).toISOString() : null }
  const answer = usePreview(preview, privilege ? wish : null)

  const submit = () =>
    new Promise<void>((resolve) =>
      start(async () => {
        const sent = await send(wish)
        if (sent.ok) router.push(toRoute(`/access/requests/${sent.output.id}`))
        else setProblem(sent)
        resolve()
      }),
    )
  const error = (name: keyof typeof values) => problem?.fields[name]
  return (
    <form action={submit} className="grid max-w-2xl gap-4 px-4 pb-8 md:px-6" noValidate>
      {problem && <ErrorSummary message={problem.message} fields={problem.fields} labels={LABELS} />}
      <div className="grid gap-4 sm:grid-cols-2">
        <Field name="systemId" label="System" required>
          <Select
            options={systemsOf(catalogue).map((system) => ({ value: system.id, label: system.name, hint: system.environment }))}
            value={systemId ?? null}
            placeholder="Choose a system"
            onValueChange={(id) => {
              setSystemId(id)
              set('privilegeId')('')
            }}
          />
        </Field>
        <Field name="privilegeId" label={LABELS.privilegeId} required error={error('privilegeId')}>
          <Select
            options={catalogue
              .filter((entry) => entry.system.id === systemId)
              .map((entry) => ({ value: entry.id, label: entry.title, hint: `${entry.risk} risk` }))}
            value={values.privilegeId || null}
            placeholder={systemId ? 'Choose a privilege' : 'Choose the system first'}
            disabled={!systemId}
            onValueChange={set('privilegeId')}
          />
        </Field>
      </div>
      {privilege && <PrivilegeSummary privilege={privilege} />}
      <Field name="purpose" label={LABELS.purpose} required error={error('purpose')} hint="What you will do with it. It stands in the audit log.">
        <Textarea value={values.purpose} onChange={(event) => set('purpose')(event.target.value)} maxLength={500} />
      </Field>
      <div className="grid gap-4 sm:grid-cols-3">
        <Field name="ticket" label={LABELS.ticket} error={error('ticket')}>
          <Input value={values.ticket} onChange={(event) => set('ticket')(event.target.value)} placeholder="OPS-1234" maxLength={100} />
        </Field>
        <Field
          name="durationSeconds"
          label={LABELS.durationSeconds}
          required
          error={error('durationSeconds')}
          hint={privilege ? `At most ${durationInWords(privilege.maxSeconds * 1000)}` : undefined}
        >
          <Select options={durationOptions(privilege?.maxSeconds)} value={values.durationSeconds} onValueChange={set('durationSeconds')} />
        </Field>
        <Field name="startsAt" label={LABELS.startsAt} error={error('startsAt')} hint="Empty: as soon as it is approved.">
          <Input type="datetime-local" value={values.startsAt} onChange={(event) => set('startsAt')(event.target.value)} />
        </Field>
      </div>
      <DecisionPreview answer={answer} />
      <div>
        <SubmitButton pendingLabel="Sending">Send request</SubmitButton>
      </div>
    </form>
  )
}

function systemsOf(catalogue: readonly CatalogueEntry[]) {
  return [...new Map(catalogue.map((entry) => [entry.system.id, entry.system])).values()]
}
