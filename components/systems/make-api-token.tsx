'use client'

import { useRouter } from 'next/navigation'
import { type ReactNode, useId, useState, useTransition } from 'react'
import { Button } from '#components/ui/button.tsx'
import { CodeBlock } from '#components/ui/code-block.tsx'
import { Dialog } from '#components/ui/dialog.tsx'
import { ErrorSummary } from '#components/ui/error-summary.tsx'
import { Field } from '#components/ui/field.tsx'
import { Input } from '#components/ui/input.tsx'
import { Notice } from '#components/ui/notice.tsx'
import { MAX_TOKEN_DAYS, type TokenUse } from '#lib/systems/api-tokens/schemas.ts'

type Refused = { ok: false; message: string; fields: Readonly<Record<string, string>> }
type MakeApiTokenProps = {
  use: TokenUse
  /** The system that it speaks for; none for provisioning. */
  systemId?: string
  /** One sentence: what it lets its holder do. */
  description: string
  /** What to do with it once it is there. */
  next: ReactNode
  make: (input: Record<string, unknown>) => Promise<{ ok: true; output: { token: string } } | Refused>
}

const LABELS = { name: 'Name', days: 'Days until it ends' }
const USUAL_DAYS = '90'

/** Makes an API token and shows it this one time. Props: `use`, `systemId`, `description`, `next` (what to do with it), `make` (a server action). */
export function MakeApiToken({ use, systemId, description, next, make }: MakeApiTokenProps) {
  const router = useRouter()
  const formId = useId()
  const [open, setOpen] = useState(false)
  const [name, setName] = useState('')
  const [days, setDays] = useState(USUAL_DAYS)
  const [token, setToken] = useState<string | null>(null)
  const [problem, setProblem] = useState<Refused | null>(null)
  const [pending, start] = useTransition()

  const change = (opened: boolean) => {
    setOpen(opened)
    setProblem(null)
    if (opened || token === null) return
    // What was shown once is not kept in the page either.
    setToken(null)
    setName('')
    setDays(USUAL_DAYS)
  }
  const send = () =>
    start(async () => {
      const done = await make({ use, name, days, ...(systemId ? { systemId } : {}) })
      setProblem(done.ok ? null : done)
      if (!done.ok) return
      setToken(done.output.token)
      router.refresh()
    })

  return (
    <>
      <Button onClick={() => change(true)}>Make a token</Button>
      <Dialog
        open={open}
        onOpenChange={change}
        title={token === null ? 'Make a token' : `Copy ${name} now`}
        description={token === null ? description : undefined}
        size={token === null ? 'sm' : 'md'}
        footer={
          token === null ? (
            <Button variant="primary" type="submit" form={formId} pending={pending}>
              Make token
            </Button>
          ) : (
            <Button variant="primary" onClick={() => change(false)}>
              I have copied it
            </Button>
          )
        }
      >
        {token === null ? (
          <form
            id={formId}
            className="grid gap-3"
            noValidate
            onSubmit={(event) => {
              event.preventDefault()
              if (!pending) send()
            }}
          >
            {problem && <ErrorSummary message={problem.message} fields={problem.fields} labels={LABELS} />}
            <Field name="name" label={LABELS.name} required error={problem?.fields['name']} hint="Who will hold it.">
              <Input value={name} onChange={(event) => setName(event.currentTarget.value)} maxLength={100} autoComplete="off" />
            </Field>
            <Field
              name="days"
              label={LABELS.days}
              required
              error={problem?.fields['days']}
              hint={`From 1 to ${MAX_TOKEN_DAYS}. Then it is refused: make a new one before.`}
            >
              <Input type="number" min={1} max={MAX_TOKEN_DAYS} value={days} onChange={(event) => setDays(event.currentTarget.value)} />
            </Field>
          </form>
        ) : (
          <div className="grid gap-3">
            <Notice tone="warn" title="This is the only time that it is shown" live>
              Tenure keeps a hash of it. If it gets lost, revoke it and make another.
            </Notice>
            <CodeBlock code={token} label="API token" wrap />
            <div className="text-sm text-muted">{next}</div>
          </div>
        )}
      </Dialog>
    </>
  )
}
