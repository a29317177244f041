'use client'

import { useRouter } from 'next/navigation'
import { useState, useTransition } from 'react'
import { Button } from '#components/ui/button.tsx'
import { Dialog } from '#components/ui/dialog.tsx'
import { ErrorSummary } from '#components/ui/error-summary.tsx'
import { Field } from '#components/ui/field.tsx'
import { Input } from '#components/ui/input.tsx'
import { Textarea } from '#components/ui/textarea.tsx'
import type { BoundaryAction } from './boundary-form.tsx'

const LABELS = { provenAt: 'When it was', proof: 'What was done, and what showed that it worked' }

/** Notes a drill of the revocation path with its proof. Props: `cell`, `now` (the server's), `record` (server action). */
export function DrillForm({ cell, now, record }: { cell: { class: string; environment: string }; now: Date; record: BoundaryAction }) {
  const router = useRouter()
  const today = now.toISOString().slice(0, 10)
  const [open, setOpen] = useState(false)
  const [provenAt, setProvenAt] = useState(today)
  const [proof, setProof] = useState('')
  const [problem, setProblem] = useState<{ message: string; fields: Readonly<Record<string, string>> } | null>(null)
  const [pending, start] = useTransition()
  const send = () =>
    start(async () => {
      const done = await record({ ...cell, provenAt, proof })
      setProblem(done.ok ? null : done)
      if (!done.ok) return
      setOpen(false)
      setProof('')
      router.refresh()
    })
  return (
    <>
      <Button onClick={() => setOpen(true)}>Record a drill</Button>
      <Dialog
        open={open}
        onOpenChange={setOpen}
        title="Record a drill of the revocation path"
        description="It counts as proof for 180 days. Confirmed revocations of leases and offboardings on its systems count by themselves."
        footer={
          <Button variant="primary" pending={pending} onClick={send}>
            Record drill
          </Button>
        }
      >
        <div className="grid gap-3">
          {problem && <ErrorSummary message={problem.message} fields={problem.fields} labels={LABELS} />}
          <Field name="provenAt" label={LABELS.provenAt} required error={problem?.fields['provenAt']}>
            <Input type="date" max={today} value={provenAt} onChange={(event) => setProvenAt(event.target.value)} />
          </Field>
          <Field name="proof" label={LABELS.proof} required error={problem?.fields['proof']} hint="At least 20 characters. It stands in the audit log.">
            <Textarea value={proof} onChange={(event) => setProof(event.target.value)} />
          </Field>
        </div>
      </Dialog>
    </>
  )
}
