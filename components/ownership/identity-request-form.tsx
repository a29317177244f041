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
import { ENVIRONMENTS, IDENTITY_CLASS_LABELS, IDENTITY_CLASSES } from '#lib/core/identity-class.ts'
import { MAX_EXPIRY_DAYS } from '#lib/ownership/rules.ts'

type Sent = { ok: true; output: { id: string } } | { ok: false; message: string; fields: Readonly<Record<string, string>> }
type IdentityRequestFormProps = {
  systems: readonly { id: string; name: string; environment: string }[]
  people: readonly { id: string; name: string; email: string }[]
  /** The id of who asks: the owner unless they choose another. */
  me: string
  send: (input: Record<string, unknown>) => Promise<Sent>
}

const LABELS = {
  systemId: 'System',
  class: 'Class',
  name: 'Name',
  externalId: 'Key at the source',
  ownerId: 'Owner',
  purpose: 'Purpose',
  environment: 'Environment',
  expiresAt: 'Until',
  justification: 'Why it is needed',
}

/** Asks for an identity that does not exist yet. Props: `systems`, `people`, `me`, `send` (a server action). */
export function IdentityRequestForm({ systems, people, me, send }: IdentityRequestFormProps) {
  const router = useRouter()
  const only = systems.length === 1 ? systems[0] : undefined
  const [values, setValues] = useState({
    systemId: only?.id ?? '',
    class: '',
    name: '',
    externalId: '',
    ownerId: me,
    purpose: '',
    environment: only?.environment ?? '',
    expiresAt: '',
    justification: '',
  })
  const [problem, setProblem] = useState<Exclude<Sent, { ok: true }> | null>(null)
  const [, start] = useTransition()
  const set = (name: keyof typeof values) => (value: string) => setValues((before) => ({ ...before, [name]: value }))
  const field = (name: keyof typeof values) => ({ name, label: LABELS[name], error: problem?.fields[name] })
  const choice = (name: keyof typeof values) => ({ value: values[name] || null, onValueChange: set(name) })

  const submit = () =>
    new Promise<void>((resolve) =>
      start(async () => {
        const sent = await send(values)
        if (sent.ok) router.push(toRoute(`/inventory/requests/${sent.output.id}`))
        else setProblem(sent)
        resolve()
      }),
    )
  return (
    <form action={submit} className="grid max-w-2xl gap-4 px-4 pb-8 md:px-6" noValidate>
      {problem && <ErrorSummary message={problem.message} fields={problem.fields} labels={LABELS} />}
      <div className="grid gap-4 sm:grid-cols-2">
        <Field {...field('systemId')} required>
          <Select
            {...choice('systemId')}
            options={systems.map(({ id, name, environment }) => ({ value: id, label: name, hint: environment }))}
            placeholder="Choose a system"
          />
        </Field>
        <Field {...field('class')} required>
          <Select
            {...choice('class')}
            options={IDENTITY_CLASSES.map((value) => ({ value, label: IDENTITY_CLASS_LABELS[value] }))}
            placeholder="Choose what kind it is"
          />
        </Field>
        <Field {...field('name')} required hint="What it will be called there.">
          <Input value={values.name} onChange={(event) => set('name')(event.currentTarget.value)} maxLength={200} autoComplete="off" />
        </Field>
        <Field {...field('externalId')} hint="Its ARN, login or client id, by which discovery will know it. Empty: its name.">
          <Input value={values.externalId} onChange={(event) => set('externalId')(event.currentTarget.value)} maxLength={500} autoComplete="off" />
        </Field>
        <Field {...field('ownerId')} required hint="The person who answers for it.">
          <Select
            {...choice('ownerId')}
            options={people.map(({ id, name, email }) => ({ value: id, label: name, hint: email }))}
            placeholder="Choose a person"
          />
        </Field>
        <Field {...field('environment')} required>
          <Select {...choice('environment')} options={ENVIRONMENTS.map((value) => ({ value, label: value }))} placeholder="Choose an environment" />
        </Field>
      </div>
      <Field {...field('purpose')} required hint="What it will do, in at least 10 characters.">
        <Textarea value={values.purpose} onChange={(event) => set('purpose')(event.target.value)} maxLength={500} />
      </Field>
      <div className="grid gap-4 sm:grid-cols-2">
        <Field {...field('expiresAt')} required hint={`At most ${MAX_EXPIRY_DAYS} days ahead.`}>
          <Input type="date" value={values.expiresAt} onChange={(event) => set('expiresAt')(event.currentTarget.value)} />
        </Field>
      </div>
      <Field {...field('justification')} required hint="Why nothing that exists will do. The approver reads it.">
        <Textarea value={values.justification} onChange={(event) => set('justification')(event.target.value)} maxLength={1000} />
      </Field>
      <div>
        <SubmitButton pendingLabel="Sending">Send request</SubmitButton>
      </div>
    </form>
  )
}
