'use client'

import { useRouter } from 'next/navigation'
import { useState, useTransition } from 'react'
import { Button } from '#components/ui/button.tsx'
import { ErrorSummary } from '#components/ui/error-summary.tsx'
import { Field } from '#components/ui/field.tsx'
import { Select } from '#components/ui/select.tsx'
import { Textarea } from '#components/ui/textarea.tsx'
import { useShortcut } from '#components/ui/use-shortcut.ts'
import { useToast } from '#components/ui/use-toast.ts'
import { durationOptions } from './duration-options.ts'

type Done = { ok: true } | { ok: false; message: string; fields: Readonly<Record<string, string>> }
type Action = (input: Record<string, unknown>) => Promise<Done>
type AnswerRequestProps = {
  request: { id: string; durationSeconds: number; requester: { name: string }; may: { answer: boolean; cancel: boolean } }
  approve: Action
  deny: Action
  cancel: Action
}

const LABELS = { comment: 'Comment', grantedSeconds: 'Grant for' }

/** Answers a pending request: approve, approve for a shorter time, deny with a reason; its requester may cancel it. `a` approves. */
export function AnswerRequest({ request, approve, deny, cancel }: AnswerRequestProps) {
  const router = useRouter()
  const toast = useToast()
  const [comment, setComment] = useState('')
  const [granted, setGranted] = useState(String(request.durationSeconds))
  const [problem, setProblem] = useState<Exclude<Done, { ok: true }> | null>(null)
  const [pending, start] = useTransition()
  const run = (action: Action, input: Record<string, unknown>, said: string) =>
    start(async () => {
      const done = await action({ id: request.id, ...input })
      setProblem(done.ok ? null : done)
      if (done.ok) toast.done(said)
      router.refresh()
    })
  const onApprove = () => run(approve, { comment, grantedSeconds: granted }, 'Request approved')
  useShortcut('a', () => request.may.answer && onApprove())

  return (
    <section aria-label="Your answer" className="mx-4 mb-4 grid max-w-3xl gap-3 rounded-md border bg-surface p-4 md:mx-6">
      {problem && <ErrorSummary message={problem.message} fields={problem.fields} labels={LABELS} />}
      {request.may.answer && (
        <>
          <div className="grid gap-4 sm:grid-cols-[2fr_1fr]">
            <Field name="comment" label={LABELS.comment} error={problem?.fields['comment']} hint="Needed to deny: it tells the requester why.">
              <Textarea rows={2} value={comment} onChange={(event) => setComment(event.target.value)} maxLength={500} />
            </Field>
            <Field name="grantedSeconds" label={LABELS.grantedSeconds} required error={problem?.fields['grantedSeconds']} hint="You can only shorten.">
              <Select options={durationOptions(request.durationSeconds)} value={granted} onValueChange={setGranted} />
            </Field>
          </div>
          <div className="flex flex-wrap gap-2">
            <Button variant="primary" pending={pending} onClick={onApprove}>
              Approve request
            </Button>
            <Button variant="danger" pending={pending} onClick={() => run(deny, { comment }, 'Request denied')}>
              Deny request
            </Button>
          </div>
        </>
      )}
      {request.may.cancel && (
        <div className="flex flex-wrap items-center gap-3">
          <p className="min-w-0 flex-1 text-sm text-muted">This is your own request: somebody else decides on it. You can take it back until then.</p>
          <Button pending={pending} onClick={() => run(cancel, {}, 'Request cancelled')}>
            Cancel request
          </Button>
        </div>
      )}
    </section>
  )
}
