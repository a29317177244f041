'use client'

import { useRouter } from 'next/navigation'
import { useState, useTransition } from 'react'
import { Button } from '#components/ui/button.tsx'
import { Dialog } from '#components/ui/dialog.tsx'
import { ErrorSummary } from '#components/ui/error-summary.tsx'
import { Field } from '#components/ui/field.tsx'
import { Select } from '#components/ui/select.tsx'
import { Textarea } from '#components/ui/textarea.tsx'
import { useToast } from '#components/ui/use-toast.ts'
import { AssignmentPreview } from './assignment-preview.tsx'
import { rememberAssignment } from './last-assignment.ts'
import type { AssignActions, Person, Refused } from './ownership-action.ts'
import { SuggestedOwners } from './suggested-owners.tsx'
import { useAnswer } from './use-answer.ts'

const LABELS = { ownerId: 'Owner', reason: 'Reason', ids: 'Identities' }

type AssignOwnerDialogProps = {
  open: boolean
  onOpenChange: (open: boolean) => void
  ids: readonly string[]
  /** "12 identities" */
  what: string
  people: readonly Person[]
  actions: AssignActions
  onDone: () => void
}

/** One owner for all, or each as suggested; shows what will happen before it does. Undone from the message for ten seconds, and from the list for ten minutes. */
export function AssignOwnerDialog({ open, onOpenChange, ids, what, people, actions, onDone }: AssignOwnerDialogProps) {
  const router = useRouter()
  const toast = useToast()
  const [mode, setMode] = useState<'one' | 'suggested'>('one')
  const [ownerId, setOwnerId] = useState<string | null>(null)
  const [reason, setReason] = useState('')
  const [problem, setProblem] = useState<Refused | null>(null)
  const [pending, start] = useTransition()
  const preview = useAnswer(actions.preview, open && mode === 'one' ? { ids, ownerId } : null)
  const suggestions = useAnswer(actions.suggest, open && mode === 'suggested' ? { ids } : null)
  const label = mode === 'one' ? `Assign owner to ${what}` : `Assign ${(suggestions?.length ?? 0).toLocaleString('en')} as suggested`

  const confirm = () =>
    start(async () => {
      const done = await (mode === 'one'
        ? actions.assign({ ids: preview?.ids ?? ids, ownerId, reason })
        : actions.assignSuggested({ ids: suggestedIds, ...(reason ? { reason } : {}) }))
      setProblem(done.ok ? null : done)
      if (!done.ok) return
      const changed = done.output.changed.map(({ id }) => id)
      const count = changed.length === 1 ? '1 identity' : `${changed.length.toLocaleString('en')} identities`
      const title = mode === 'one' ? `${people.find((person) => person.id === ownerId)?.name} owns ${count}` : `${count} have the owner that was suggested`
      onOpenChange(false)
      onDone()
      router.refresh()
      if (changed.length === 0) {
        toast.done('Nothing had to change')
        return
      }
      rememberAssignment({ ids: changed, title, at: Date.now() })
      toast.undoable({ title, undo: () => undo(changed) })
    })
  const undo = async (changed: string[]) => {
    const undone = await actions.takeBack({ ids: changed })
    router.refresh()
    if (!undone.ok) throw new Error(undone.message)
    rememberAssignment(null)
  }
  const suggestedIds = suggestions?.map(({ identity }) => identity.id) ?? []
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title={`Who answers for ${ids.length === 1 ? 'this identity' : `these ${what}`}?`}
      description="The owner is accountable from now on. You can undo this for ten seconds, and take it back for ten minutes."
      footer={
        <Button variant="primary" pending={pending} disabled={mode === 'suggested' && suggestedIds.length === 0} onClick={confirm}>
          {label}
        </Button>
      }
    >
      <div className="grid gap-3">
        {problem && <ErrorSummary message={problem.message} fields={problem.fields} labels={LABELS} />}
        <fieldset className="flex flex-wrap gap-x-5 gap-y-1">
          <legend className="sr-only">How owners are chosen</legend>
          <Choice checked={mode === 'one'} onChoose={() => setMode('one')} label="One owner for all" />
          <Choice checked={mode === 'suggested'} onChoose={() => setMode('suggested')} label="Each as suggested" />
        </fieldset>
        {mode === 'one' && (
          <>
            <Field name="ownerId" label={LABELS.ownerId} required error={problem?.fields['ownerId']}>
              <Select
                options={people.map(({ id, name, email }) => ({ value: id, label: name, hint: email }))}
                value={ownerId}
                placeholder="Choose a person"
                onValueChange={setOwnerId}
              />
            </Field>
            <AssignmentPreview preview={preview} />
          </>
        )}
        {mode === 'suggested' && <SuggestedOwners suggestions={suggestions} of={ids.length} />}
        <Field
          name="reason"
          label={LABELS.reason}
          required={mode === 'one'}
          error={problem?.fields['reason']}
          hint={`At least 10 characters. It stands in the audit log${mode === 'suggested' ? ', beside what speaks for each owner' : ''}.`}
        >
          <Textarea rows={2} value={reason} onChange={(event) => setReason(event.target.value)} />
        </Field>
      </div>
    </Dialog>
  )
}

function Choice({ checked, onChoose, label }: { checked: boolean; onChoose: () => void; label: string }) {
  return (
    <label className="flex min-h-6 items-center gap-2 text-sm">
      <input type="radio" name="assign-mode" checked={checked} onChange={onChoose} className="m-0 size-4 accent-accent" />
      {label}
    </label>
  )
}
