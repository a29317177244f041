'use client'

import { useRouter } from 'next/navigation'
import { useState, useTransition } from 'react'
import { durationOptions } from '#components/access/duration-options.ts'
import { Button } from '#components/ui/button.tsx'
import { Dialog } from '#components/ui/dialog.tsx'
import { ErrorSummary } from '#components/ui/error-summary.tsx'
import { Field } from '#components/ui/field.tsx'
import { Input } from '#components/ui/input.tsx'
import { Select } from '#components/ui/select.tsx'
import { Textarea } from '#components/ui/textarea.tsx'
import type { PrivilegeRow } from '#lib/systems/show-system.ts'

export type CatalogueAction = (
  input: Record<string, unknown>,
) => Promise<{ ok: true } | { ok: false; message: string; fields: Readonly<Record<string, string>> }>

const LABELS = { title: 'Title', description: 'What it lets its holder do', risk: 'Risk', maxSeconds: 'Longest duration' }
const MONTH_SECONDS = 30 * 86_400

/** Offers a privilege to be requested, or changes how it is offered. Props: `privilege`, `offer` (server action). */
export function OfferForm({ privilege, offer }: { privilege: PrivilegeRow; offer: CatalogueAction }) {
  const router = useRouter()
  const [open, setOpen] = useState(false)
  const [values, setValues] = useState({
    title: privilege.title,
    description: privilege.description,
    risk: privilege.risk,
    maxSeconds: String(privilege.maxSeconds),
  })
  const [problem, setProblem] = useState<{ message: string; fields: Readonly<Record<string, string>> } | null>(null)
  const [pending, start] = useTransition()
  const set = (name: keyof typeof values) => (value: string) => setValues((before) => ({ ...before, [name]: value }))
  const send = () =>
    start(async () => {
      const done = await offer({ id: privilege.id, ...values })
      setProblem(done.ok ? null : done)
      if (!done.ok) return
      setOpen(false)
      router.refresh()
    })
  const verb = privilege.offered ? 'Change' : 'Offer'
  return (
    <>
      <Button size="sm" onClick={() => setOpen(true)} aria-label={`${verb} ${privilege.name}`}>
        {verb}
      </Button>
      <Dialog
        open={open}
        onOpenChange={setOpen}
        title={`${verb} ${privilege.name}`}
        description="Write it for the people who will request it, not for the database."
        footer={
          <Button variant="primary" pending={pending} onClick={send}>
            {privilege.offered ? 'Save privilege' : 'Offer privilege'}
          </Button>
        }
      >
        <div className="grid gap-3">
          {problem && <ErrorSummary message={problem.message} fields={problem.fields} labels={LABELS} />}
          <Field name="title" label={LABELS.title} required error={problem?.fields['title']}>
            <Input value={values.title} onChange={(event) => set('title')(event.target.value)} maxLength={120} />
          </Field>
          <Field name="description" label={LABELS.description} required error={problem?.fields['description']}>
            <Textarea value={values.description} onChange={(event) => set('description')(event.target.value)} />
          </Field>
          <div className="grid gap-3 sm:grid-cols-2">
            <Field name="risk" label={LABELS.risk} required error={problem?.fields['risk']}>
              <Select options={['low', 'medium', 'high'].map((value) => ({ value, label: value }))} value={values.risk} onValueChange={set('risk')} />
            </Field>
            <Field name="maxSeconds" label={LABELS.maxSeconds} required error={problem?.fields['maxSeconds']}>
              <Select options={durationOptions(MONTH_SECONDS)} value={values.maxSeconds} onValueChange={set('maxSeconds')} />
            </Field>
          </div>
        </div>
      </Dialog>
    </>
  )
}
