'use client'

import { useRouter } from 'next/navigation'
import { useState, useTransition } from 'react'
import { useToast } from '#components/ui/use-toast.ts'

type Refused = { ok: false; message: string; fields: Readonly<Record<string, string>> }
export type Action = (input: Record<string, unknown>) => Promise<{ ok: true } | Refused>

/** Runs a server action, says that it is done, and loads the page again; what was refused stays in `problem`. */
export function useAction() {
  const router = useRouter()
  const toast = useToast()
  const [problem, setProblem] = useState<Refused | null>(null)
  const [pending, start] = useTransition()
  const run = (action: Action, input: Record<string, unknown>, said: string) =>
    start(async () => {
      const done = await action(input)
      setProblem(done.ok ? null : done)
      if (done.ok) toast.done(said)
      router.refresh()
    })
  return { run, problem, pending }
}
