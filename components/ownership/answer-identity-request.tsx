'use client'

import { useRouter } from 'next/navigation'
import { useState, useTransition } from 'react'
import { Button } from '#components/ui/button.tsx'
import { ErrorSummary } from '#components/ui/error-summary.tsx'
import { Field } from '#components/ui/field.tsx'
import { Textarea } from '#components/ui/textarea.tsx'
import { useShortcut } from '#components/ui/use-shortcut.ts'
import { useToast } from '#components/ui/use-toast.ts'

type Done = { ok: true } | { ok: false; message: string; fields: Readonly<Record<string, string>> }
type Action = (input: Record<string, unknown>) => Promise<Done>
type AnswerIdentityRequestProps = { id: string; may: { answer: boolean; cancel: boolean }; approve: Action; deny: Action; cancel: Action }

const LABELS = { comment: 'Comment', externalId: 'Key at the source', ownerId: 'Owner' }

/** Answers a request for an identity; its requester may take it back. Key: `a` approves. Props: `id`, `may`, `approve`, `deny`, `cancel` (server actions). */
export function AnswerIdentityRequest({ id, may, approve, deny, cancel }: AnswerIdentityRequestProps) {
  const router = useRouter()
  const toast = useToast()
  const [comment, setComment] = useState('')
  const [problem, setProblem] = useState<Exclude<Done, { ok: true }> | null>(null)
  const [pending, start] = useTransition()
  const run = (action: Action, input: Record<string, unknown>, said: string) =>
    start(async () => {
      const done = await action({ id, ...input })
      setProblem(done.ok ? null : done)
      if (done.ok) toast.done(said)
      router.refresh()
    })
  const onApprove = () => run(approve, { comment }, 'Identity approved')
  useShortcut('a', () => may.answer && !pending && onApprove())
  return (
    <section aria-label="Your answer" className="mx-4 mb-4 grid max-w-3xl gap-3 rounded-md border bg-surface p-4 md:mx-6">
      {problem && <ErrorSummary message={problem.message} fields={problem.fields} labels={LABELS} />}
      {may.answer && (
        <>
          <Field name="comment" label={LABELS.comment} error={problem?.fields['comment']} hint="Needed to deny: it tells the requester why.">
            <Textarea rows={2} value={comment} onChange={(event) => setComment(event.target.value)} maxLength={500} />
          </Field>
          <p className="text-sm text-muted">
            Approved, it enters the register as planned, with its owner and its end, and becomes active when its system shows it.
          </p>
          <div className="flex flex-wrap gap-2">
            <Button variant="primary" pending={pending} onClick={onApprove}>
              Approve identity
            </Button>
            <Button variant="danger" pending={pending} onClick={() => run(deny, { comment }, 'Request denied')}>
              Deny request
            </Button>
          </div>
        </>
      )}
      {may.cancel && (
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
