'use client'

import { Toast } from '@base-ui/react/toast'
import { SECOND } from '#lib/core/time.ts'

export type UndoOptions = { title: string; detail?: string; undo: () => void | Promise<void>; undone?: string }

/**
 * Messages that pass: `done(title, detail?)`, `failed(title, detail?)` (read out at once, stays until dismissed) and
 * `undoable({ title, undo })`, which offers Undo for ten seconds; the clock stands still while the pointer or the focus is on it.
 */
export function useToast() {
  const { add, close } = Toast.useToastManager()
  const done = (title: string, description?: string) => add({ title, description, type: 'good' })
  const failed = (title: string, description?: string) => add({ title, description, type: 'bad', priority: 'high', timeout: 0 })
  const undoable = ({ title, detail, undo, undone = 'Undone' }: UndoOptions) => {
    const id = add({
      title,
      description: detail,
      type: 'good',
      timeout: 10 * SECOND,
      actionProps: {
        children: 'Undo',
        onClick: async () => {
          close(id)
          try {
            await undo()
            done(undone)
          } catch {
            failed('Not undone', 'The change stands. Check it on its page and change it back there.')
          }
        },
      },
    })
  }
  return { done, failed, undoable }
}
