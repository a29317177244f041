'use client'

import { useRouter } from 'next/navigation'
import { useState, useTransition } from 'react'
import { Button } from '#components/ui/button.tsx'
import { Field } from '#components/ui/field.tsx'
import { Select } from '#components/ui/select.tsx'
import { useToast } from '#components/ui/use-toast.ts'
import { durationInWords, MINUTE } from '#lib/core/time.ts'

type ScheduleFormProps = {
  systemId: string
  everyMinutes: number | null
  schedule: (input: Record<string, unknown>) => Promise<{ ok: true } | { ok: false; message: string }>
}

const CHOICES = [15, 60, 180, 360, 720, 1_440, 10_080]
const NEVER = 'never'

/** How often a live system is read by itself. Props: `systemId`, `everyMinutes` (null: only when somebody asks), `schedule` (server action). */
export function ScheduleForm({ systemId, everyMinutes, schedule }: ScheduleFormProps) {
  const router = useRouter()
  const toast = useToast()
  const [chosen, setChosen] = useState(String(everyMinutes ?? NEVER))
  const [pending, start] = useTransition()
  const known = everyMinutes === null || CHOICES.includes(everyMinutes) ? CHOICES : [...CHOICES, everyMinutes].toSorted((one, other) => one - other)
  const save = () =>
    start(async () => {
      const done = await schedule({ id: systemId, everyMinutes: chosen === NEVER ? null : chosen })
      if (done.ok) toast.done('Schedule saved')
      else toast.failed('Not saved', done.message)
      router.refresh()
    })
  return (
    <div className="flex flex-wrap items-end gap-2">
      <Field name="everyMinutes" label="Read by itself" required className="w-60">
        <Select
          options={[
            ...known.map((minutes) => ({ value: String(minutes), label: `every ${durationInWords(minutes * MINUTE)}` })),
            { value: NEVER, label: 'only when somebody asks' },
          ]}
          value={chosen}
          onValueChange={setChosen}
        />
      </Field>
      <Button pending={pending} disabled={chosen === String(everyMinutes ?? NEVER)} onClick={save}>
        Save schedule
      </Button>
    </div>
  )
}
