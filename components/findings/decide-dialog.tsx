'use client'

import { useRouter } from 'next/navigation'
import { useState, useTransition } from 'react'
import { Button } from '#components/ui/button.tsx'
import type { ButtonLook } from '#components/ui/button-styles.ts'
import { Dialog } from '#components/ui/dialog.tsx'
import { ErrorSummary } from '#components/ui/error-summary.tsx'
import { Field } from '#components/ui/field.tsx'
import { Input } from '#components/ui/input.tsx'
import { Textarea } from '#components/ui/textarea.tsx'
import { useToast } from '#components/ui/use-toast.ts'
import { DAY } from '#lib/core/time.ts'
import { MAX_ACCEPT_DAYS, MAX_SNOOZE_DAYS } from '#lib/findings/rules.ts'

export type DecideAction = (input: Record<string, unknown>) => Promise<{ ok: true } | { ok: false; message: string; fields: Readonly<Record<string, string>> }>
export type Verb = 'accept' | 'snooze' | 'reopen'

type DecideDialogProps = {
  verb: Verb
  ids: readonly string[]
  now: Date
  decide: DecideAction
  onDone?: () => void
  size?: ButtonLook['size']
  variant?: ButtonLook['variant']
}

const WORDS = {
  accept: {
    button: 'Accept',
    done: 'accepted',
    days: 90,
    most: MAX_ACCEPT_DAYS,
    says: 'The risk stays, and stands in the log with your name. On the day that you choose, or when it becomes worse, it is open again.',
  },
  snooze: {
    button: 'Snooze',
    done: 'put off',
    days: 14,
    most: MAX_SNOOZE_DAYS,
    says: 'It is out of the way until the day that you choose. Then, or when it becomes worse, it is open again.',
  },
  reopen: { button: 'Open again', done: 'opened again', days: 0, most: 0, says: 'What was decided about it ends now.' },
} as const
const LABELS = { until: 'Until', reason: 'Reason', ids: 'Findings' }
const dayAfter = (now: Date, days: number) => new Date(now.getTime() + days * DAY).toISOString().slice(0, 10)

/** Decides about findings together, with a reason and an end. Props: `verb`, `ids`, `now` (the server's), `decide` (server action), `onDone`, `size`, `variant`. */
export function DecideDialog({ verb, ids, now, decide, onDone, size = 'sm', variant = 'secondary' }: DecideDialogProps) {
  const router = useRouter()
  const toast = useToast()
  const { button, done, days, most, says } = WORDS[verb]
  const [open, setOpen] = useState(false)
  const [until, setUntil] = useState(dayAfter(now, days))
  const [reason, setReason] = useState('')
  const [problem, setProblem] = useState<{ message: string; fields: Readonly<Record<string, string>> } | null>(null)
  const [pending, start] = useTransition()
  const what = ids.length === 1 ? '1 finding' : `${ids.length} findings`
  const label = verb === 'reopen' ? `Open ${what} again` : `${button} ${what}`

  const begin = () => {
    setProblem(null)
    setReason('')
    setUntil(dayAfter(now, days))
    setOpen(true)
  }
  const confirm = () =>
    start(async () => {
      const answer = await decide({ ids, reason, ...(verb === 'reopen' ? {} : { until }) })
      setProblem(answer.ok ? null : answer)
      if (!answer.ok) return
      setOpen(false)
      onDone?.()
      router.refresh()
      toast.done(`${what} ${done}`)
    })
  return (
    <>
      <Button size={size} variant={variant} onClick={begin}>
        {label}
      </Button>
      <Dialog
        open={open}
        onOpenChange={setOpen}
        title={`${label}?`}
        description={says}
        footer={
          <Button variant="primary" pending={pending} onClick={confirm}>
            {label}
          </Button>
        }
      >
        <div className="grid gap-3">
          {problem && <ErrorSummary message={problem.message} fields={problem.fields} labels={LABELS} />}
          {verb !== 'reopen' && (
            <Field name="until" label={LABELS.until} required error={problem?.fields['until']} hint={`At most ${most} days ahead.`}>
              <Input type="date" min={dayAfter(now, 1)} max={dayAfter(now, most)} value={until} onChange={(event) => setUntil(event.target.value)} />
            </Field>
          )}
          <Field name="reason" label={LABELS.reason} required error={problem?.fields['reason']} hint="At least 10 characters. It stands in the audit log.">
            <Textarea rows={2} value={reason} onChange={(event) => setReason(event.target.value)} />
          </Field>
        </div>
      </Dialog>
    </>
  )
}
