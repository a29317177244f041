'use client'

import { useRouter } from 'next/navigation'
import { useState, useTransition } from 'react'
import { Button } from '#components/ui/button.tsx'
import { Kbd } from '#components/ui/kbd.tsx'
import { Notice } from '#components/ui/notice.tsx'
import { useNow } from '#components/ui/now.tsx'
import { useShortcut } from '#components/ui/use-shortcut.ts'
import { useToast } from '#components/ui/use-toast.ts'
import { MINUTE } from '#lib/core/time.ts'
import type { OwnershipAction } from './ownership-action.ts'
import { rememberAssignment, useLastAssignment } from './last-assignment.ts'

/** Offers to take the last assignment back, for ten minutes. Key: `u`. Props: `takeBack` (a server action). */
export function TakeBackBar({ takeBack }: { takeBack: OwnershipAction }) {
  const router = useRouter()
  const toast = useToast()
  const last = useLastAssignment()
  const now = useNow(undefined, MINUTE / 2)
  const [problem, setProblem] = useState<string | null>(null)
  const [pending, start] = useTransition()
  const offered = last !== null && now.getTime() - last.at < 10 * MINUTE

  const undo = () =>
    start(async () => {
      if (!last) return
      const undone = await takeBack({ ids: last.ids })
      setProblem(undone.ok ? null : undone.message)
      router.refresh()
      if (!undone.ok) return
      rememberAssignment(null)
      toast.done('Taken back')
    })
  useShortcut('u', () => {
    if (offered && !pending) undo()
  })
  if (!offered) return null
  return (
    <div className="px-4 pt-2.5 md:px-6">
      <Notice
        tone={problem ? 'bad' : 'info'}
        title={problem ?? last.title}
        live
        action={
          <span className="flex items-center gap-2">
            <Button size="sm" pending={pending} onClick={undo}>
              Take back
            </Button>
            <span aria-hidden="true" className="max-md:hidden">
              <Kbd keys="u" />
            </span>
            <Button size="sm" variant="quiet" onClick={() => rememberAssignment(null)}>
              Keep it
            </Button>
          </span>
        }
      >
        {problem ? null : 'You can take this back for ten minutes, as long as nobody changes it.'}
      </Notice>
    </div>
  )
}
