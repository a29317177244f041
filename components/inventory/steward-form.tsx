'use client'

import { Pencil } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { type ReactNode, useState, useTransition } from 'react'
import { Button } from '#components/ui/button.tsx'
import { Dialog } from '#components/ui/dialog.tsx'
import { ErrorSummary } from '#components/ui/error-summary.tsx'
import { Field } from '#components/ui/field.tsx'
import { IconButton } from '#components/ui/icon-button.tsx'
import { Textarea } from '#components/ui/textarea.tsx'
import { useToast } from '#components/ui/use-toast.ts'
import type { OwnershipAction } from './ownership-action.ts'

type StewardFormProps = {
  identity: { id: string; name: string; revision: string }
  /** The field's name in the action, and what it is called. */
  name: string
  label: string
  /** What is set now. */
  current: string | null
  save: OwnershipAction
  takeBack: OwnershipAction
  hint?: string
  /** It may be left empty. */
  optional?: boolean
  /** The control for a value. */
  children: (value: string | null, onValue: (value: string) => void) => ReactNode
}

/** Changes one thing that is declared of an identity, with a reason; can be undone for ten seconds. */
export function StewardForm({ identity, name, label, current, save, takeBack, hint, optional = false, children }: StewardFormProps) {
  const router = useRouter()
  const toast = useToast()
  const [open, setOpen] = useState(false)
  const [value, setValue] = useState(current)
  const [reason, setReason] = useState('')
  const [problem, setProblem] = useState<{ message: string; fields: Readonly<Record<string, string>> } | null>(null)
  const [pending, start] = useTransition()

  // What is typed belongs to an open form: it begins with what is set now, and a reload behind it changes nothing in it.
  const begin = () => {
    setValue(current)
    setReason('')
    setProblem(null)
    setOpen(true)
  }
  const undo = async () => {
    const undone = await takeBack({ ids: [identity.id] })
    router.refresh()
    if (!undone.ok) throw new Error(undone.message)
  }
  const confirm = () =>
    start(async () => {
      const done = await save({ ids: [identity.id], revision: identity.revision, [name]: value ?? '', reason })
      setProblem(done.ok ? null : done)
      if (!done.ok) return
      setOpen(false)
      router.refresh()
      toast.undoable({ title: `${label} of ${identity.name} changed`, undo })
    })
  return (
    <>
      <IconButton size="sm" label={`Change ${label.toLowerCase()}`} icon={<Pencil />} onClick={begin} />
      <Dialog
        open={open}
        onOpenChange={setOpen}
        title={`${label} of ${identity.name}`}
        footer={
          <Button variant="primary" pending={pending} onClick={confirm}>
            {`Save ${label.toLowerCase()}`}
          </Button>
        }
      >
        <div className="grid gap-3">
          {problem && <ErrorSummary message={problem.message} fields={problem.fields} labels={{ [name]: label, reason: 'Reason' }} />}
          <Field name={name} label={label} required={!optional} error={problem?.fields[name]} hint={hint}>
            {children(value, setValue)}
          </Field>
          <Field name="reason" label="Reason" required error={problem?.fields['reason']} hint="At least 10 characters. It stands in the audit log.">
            <Textarea rows={2} value={reason} onChange={(event) => setReason(event.target.value)} />
          </Field>
        </div>
      </Dialog>
    </>
  )
}
