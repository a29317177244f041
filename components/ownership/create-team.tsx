'use client'

import { useRouter } from 'next/navigation'
import { useState, useTransition } from 'react'
import { Button } from '#components/ui/button.tsx'
import { Dialog } from '#components/ui/dialog.tsx'
import { ErrorSummary } from '#components/ui/error-summary.tsx'
import { Field } from '#components/ui/field.tsx'
import { Input } from '#components/ui/input.tsx'
import { Select } from '#components/ui/select.tsx'
import { toRoute } from '#components/ui/to-route.ts'

type Refused = { ok: false; message: string; fields: Readonly<Record<string, string>> }
type CreateTeamProps = {
  people: readonly { id: string; name: string; email: string }[]
  create: (input: Record<string, unknown>) => Promise<{ ok: true; output: { id: string } } | Refused>
}

const LABELS = { name: 'Name', leadId: 'Lead', memberIds: 'Lead' }

/** Makes a team with its name and lead, and goes there. Props: `people`, `create` (a server action). */
export function CreateTeam({ people, create }: CreateTeamProps) {
  const router = useRouter()
  const [open, setOpen] = useState(false)
  const [name, setName] = useState('')
  const [leadId, setLeadId] = useState<string | null>(null)
  const [problem, setProblem] = useState<Refused | null>(null)
  const [pending, start] = useTransition()
  const confirm = () =>
    start(async () => {
      const done = await create({ name, leadId })
      setProblem(done.ok ? null : done)
      if (done.ok) router.push(toRoute(`/settings/teams/${done.output.id}`))
    })
  return (
    <>
      <Button variant="primary" onClick={() => setOpen(true)}>
        Create team
      </Button>
      <Dialog
        open={open}
        onOpenChange={setOpen}
        title="Create a team"
        size="sm"
        footer={
          <Button variant="primary" pending={pending} onClick={confirm}>
            Create team
          </Button>
        }
      >
        <div className="grid gap-3">
          {problem && <ErrorSummary message={problem.message} fields={problem.fields} labels={LABELS} />}
          <Field name="name" label={LABELS.name} required error={problem?.fields['name']}>
            <Input value={name} onChange={(event) => setName(event.currentTarget.value)} maxLength={80} autoComplete="off" />
          </Field>
          <Field name="leadId" label={LABELS.leadId} error={problem?.fields['leadId']} hint="Who is asked first when somebody leaves.">
            <Select
              options={people.map(({ id, name: called, email }) => ({ value: id, label: called, hint: email }))}
              value={leadId}
              placeholder="Choose a person"
              onValueChange={setLeadId}
            />
          </Field>
        </div>
      </Dialog>
    </>
  )
}
