'use client'

import { useState, useTransition } from 'react'
import type { ListQuery } from '#components/data-table/list-query.ts'
import { Button } from '#components/ui/button.tsx'
import { useShortcut } from '#components/ui/use-shortcut.ts'
import { useToast } from '#components/ui/use-toast.ts'
import { AssignOwnerDialog } from './assign-owner-dialog.tsx'
import type { AssignActions, Person } from './ownership-action.ts'

type AssignOwnerProps = { ids: readonly string[]; query: ListQuery; people: readonly Person[]; actions: AssignActions; onDone: () => void }

/** How many identities can be changed at once. */
const AT_ONCE = 500

/**
 * Gives the selected identities an owner, or all that match the list's filter. Keys: `a` opens the form, `Shift A` takes all that match.
 * Props: `ids` (selected), `query` (the list's), `people`, `actions` (server actions), `onDone`.
 */
export function AssignOwner({ ids, query, people, actions, onDone }: AssignOwnerProps) {
  const toast = useToast()
  const [open, setOpen] = useState(false)
  const [whole, setWhole] = useState<{ ids: string[]; more: boolean; selected: string } | null>(null)
  const [pending, start] = useTransition()
  // Whoever changes the selection means the selection again.
  const all = whole?.selected === ids.join() ? whole : null
  const chosen = all?.ids ?? ids
  const what = chosen.length === 1 ? '1 identity' : `${chosen.length.toLocaleString('en')} identities`

  const takeAll = () =>
    start(async () => {
      const found = await actions.matching(query)
      if (found) setWhole({ ...found, selected: ids.join() })
      else toast.failed('The list could not be read', 'Only the selected identities are taken. Try again.')
    })
  useShortcut('a', () => setOpen(true))
  useShortcut('A', takeAll)
  return (
    <>
      <Button variant="primary" size="sm" onClick={() => setOpen(true)}>
        {`Assign owner to ${what}`}
      </Button>
      {all ? (
        <span role="status" className="text-sm">
          {all.more ? `The first ${AT_ONCE} that match: at most ${AT_ONCE} are changed at once.` : 'All that match the filter.'}
        </span>
      ) : (
        <Button size="sm" pending={pending} onClick={takeAll}>
          Take all that match the filter
        </Button>
      )}
      <AssignOwnerDialog open={open} onOpenChange={setOpen} ids={chosen} what={what} people={people} actions={actions} onDone={onDone} />
    </>
  )
}
