'use client'

import { useRouter } from 'next/navigation'
import { useState, useTransition } from 'react'
import { Button } from '#components/ui/button.tsx'
import { Dialog } from '#components/ui/dialog.tsx'
import { ErrorSummary } from '#components/ui/error-summary.tsx'
import { Field } from '#components/ui/field.tsx'
import { Select } from '#components/ui/select.tsx'
import { Textarea } from '#components/ui/textarea.tsx'
import { useShortcut } from '#components/ui/use-shortcut.ts'
import { useToast } from '#components/ui/use-toast.ts'

export type Person = { id: string; name: string; email: string }
export type OwnershipAction = (
  input: Record<string, unknown>,
) => Promise<{ ok: true } | { ok: false; message: string; fields: Readonly<Record<string, string>> }>
type AssignOwnerProps = { ids: readonly string[]; people: readonly Person[]; assign: OwnershipAction; takeBack: OwnershipAction; onDone: () => void }

const LABELS = { ownerId: 'Owner', reason: 'Reason', ids: 'Identities' }

/** Makes one person the owner of the selected identities. Key: `o`. Props: `ids`, `people`, `assign`, `takeBack` (server actions), `onDone`. */
export function AssignOwner({ ids, people, assign, takeBack, onDone }: AssignOwnerProps) {
  const router = useRouter()
  const toast = useToast()
  const [open, setOpen] = useState(false)
  const [ownerId, setOwnerId] = useState<string | null>(null)
  const [reason, setReason] = useState('')
  const [problem, setProblem] = useState<{ message: string; fields: Readonly<Record<string, string>> } | null>(null)
  const [pending, start] = useTransition()
  const what = ids.length === 1 ? '1 identity' : `${ids.length} identities`
  useShortcut('o', () => setOpen(true))

  const undo = async () => {
    const undone = await takeBack({ ids })
    router.refresh()
    if (!undone.ok) throw new Error(undone.message)
  }
  const confirm = () =>
    start(async () => {
      const done = await assign({ ids, ownerId, reason })
      setProblem(done.ok ? null : done)
      if (!done.ok) return
      setOpen(false)
      onDone()
      router.refresh()
      toast.undoable({ title: `${people.find((person) => person.id === ownerId)?.name} owns ${what}`, undo })
    })
  return (
    <>
      <Button variant="primary" size="sm" onClick={() => setOpen(true)}>
        {`Assign owner to ${what}`}
      </Button>
      <Dialog
        open={open}
        onOpenChange={setOpen}
        title={`Who answers for ${ids.length === 1 ? 'this identity' : `these ${what}`}?`}
        description="The owner is accountable from now on. You can undo this for ten seconds."
        footer={
          <Button variant="primary" pending={pending} onClick={confirm}>
            {`Assign owner to ${what}`}
          </Button>
        }
      >
        <div className="grid gap-3">
          {problem && <ErrorSummary message={problem.message} fields={problem.fields} labels={LABELS} />}
          <Field name="ownerId" label={LABELS.ownerId} required error={problem?.fields['ownerId']}>
            <Select
              options={people.map(({ id, name, email }) => ({ value: id, label: name, hint: email }))}
              value={ownerId}
              placeholder="Choose a person"
              onValueChange={setOwnerId}
            />
          </Field>
          <Field name="reason" label={LABELS.reason} required error={problem?.fields['reason']} hint="At least 10 characters. It stands in the audit log.">
            <Textarea rows={2} value={reason} onChange={(event) => setReason(event.target.value)} />
          </Field>
        </div>
      </Dialog>
    </>
  )
}
