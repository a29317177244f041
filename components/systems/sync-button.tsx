'use client'

import { useRouter } from 'next/navigation'
import { useTransition } from 'react'
import { Button } from '#components/ui/button.tsx'
import { useToast } from '#components/ui/use-toast.ts'

type SyncButtonProps = { systemId: string; busy: boolean; discover: (input: Record<string, unknown>) => Promise<{ ok: true } | { ok: false; message: string }> }

/** Reads the system anew. Props: `systemId`, `busy` (a run is under way), `discover` (server action). */
export function SyncButton({ systemId, busy, discover }: SyncButtonProps) {
  const router = useRouter()
  const toast = useToast()
  const [pending, start] = useTransition()
  const run = () =>
    start(async () => {
      const done = await discover({ id: systemId })
      if (!done.ok) toast.failed('Not started', done.message)
      router.refresh()
    })
  return (
    <Button variant="primary" pending={pending || busy} onClick={run}>
      {busy ? 'Discovering' : 'Discover now'}
    </Button>
  )
}
