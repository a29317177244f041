'use client'

import { useRouter } from 'next/navigation'
import { useState, useTransition } from 'react'
import { Button } from '#components/ui/button.tsx'
import { Checkbox } from '#components/ui/checkbox.tsx'
import { Countdown } from '#components/ui/countdown.tsx'
import { ErrorSummary } from '#components/ui/error-summary.tsx'
import { Field } from '#components/ui/field.tsx'
import { Select } from '#components/ui/select.tsx'
import { SimpleTable } from '#components/ui/simple-table.tsx'
import { TextLink } from '#components/ui/text-link.tsx'
import { Textarea } from '#components/ui/textarea.tsx'
import { toRoute } from '#components/ui/to-route.ts'
import { useToast } from '#components/ui/use-toast.ts'
import { DAY } from '#lib/core/time.ts'
import type { WaitingItem } from '#lib/ownership/succession/queries.ts'

type Refused = { ok: false; message: string; fields: Readonly<Record<string, string>> }
type Action = (input: Record<string, unknown>) => Promise<{ ok: true } | Refused>
type WaitingItemsProps = {
  items: readonly WaitingItem[]
  people: readonly { id: string; name: string; email: string }[]
  accept: Action
  /** Only for what this person is asked about. */
  decline?: Action
  /** Only for admins: asks somebody else. */
  nominate?: Action | undefined
}

/** Identities of people who left, all selected to begin with: taken over, declined, or asked of somebody else, together. Props: `items`, `people`, `accept`, `decline`, `nominate` (server actions). */
export function WaitingItems({ items, people, accept, decline, nominate }: WaitingItemsProps) {
  const router = useRouter()
  const toast = useToast()
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set())
  const [reason, setReason] = useState('')
  const [nomineeId, setNomineeId] = useState<string | null>(null)
  const [problem, setProblem] = useState<Refused | null>(null)
  const [pending, start] = useTransition()
  const ids = items.map(({ identityId }) => identityId).filter((id) => !left.has(id))
  // Two of these may stand on one page, so that their fields need names of their own.
  const own = (name: string) => (decline ? name : `unasked-${name}`)
  const labels = { [own('reason')]: 'Reason', [own('nomineeId')]: 'Ask instead' }
  const fields = Object.fromEntries(Object.entries(problem?.fields ?? {}).map(([name, wrong]) => [own(name), wrong]))
  const what = ids.length === 1 ? '1 identity' : `${ids.length.toLocaleString('en')} identities`
  const toggle = (id: string) => setLeft((before) => new Set(before.has(id) ? [...before].filter((other) => other !== id) : [...before, id]))
  const run = (action: Action, more: Record<string, unknown>, said: string) =>
    start(async () => {
      const done = await action({ ids, reason, ...more })
      setProblem(done.ok ? null : done)
      if (done.ok) {
        toast.done(said)
        setReason('')
      }
      router.refresh()
    })
  return (
    <div className="grid gap-3">
      <SimpleTable
        label={decline ? 'Identities that you are asked about' : 'Identities that nobody is asked about'}
        rows={items}
        rowKey={(row) => row.identityId}
        columns={[
          {
            header: 'Chosen',
            cell: (row) => <Checkbox aria-label={`Choose ${row.name}`} checked={!left.has(row.identityId)} onChange={() => toggle(row.identityId)} />,
          },
          {
            header: 'Identity',
            cell: (row) => (
              <TextLink quiet href={toRoute(`/inventory/${row.identityId}`)}>
                {row.name}
              </TextLink>
            ),
          },
          { header: 'System', cell: (row) => row.system },
          { header: 'Owned by', cell: (row) => row.personName },
          {
            header: 'Why',
            cell: (row) => <span className="text-muted">{row.state === 'declined' ? `${row.nominee?.name ?? 'The nominee'} declined` : row.because}</span>,
          },
          { header: 'Deadline', align: 'end', cell: (row) => <Countdown deadline={row.deadlineAt} warnBelowMs={3 * DAY} over="past" /> },
        ]}
      />
      <div className="grid max-w-3xl gap-3 px-4 md:px-6">
        {problem && <ErrorSummary message={problem.message} fields={fields} labels={labels} />}
        <Field name={own('reason')} label="Reason" required error={fields[own('reason')]} hint="At least 10 characters. It stands in the audit log.">
          <Textarea rows={2} value={reason} onChange={(event) => setReason(event.target.value)} maxLength={500} />
        </Field>
        {nominate && (
          <Field name={own('nomineeId')} label="Ask instead" error={fields[own('nomineeId')]}>
            <Select
              options={people.map(({ id, name, email }) => ({ value: id, label: name, hint: email }))}
              value={nomineeId}
              placeholder="Choose a person"
              onValueChange={setNomineeId}
            />
          </Field>
        )}
        <div className="flex flex-wrap gap-2">
          {nominate && (
            <Button variant="primary" pending={pending} onClick={() => run(nominate, { nomineeId: nomineeId ?? '' }, `Asked about ${what}`)}>
              {`Ask about ${what}`}
            </Button>
          )}
          <Button variant={nominate ? 'secondary' : 'primary'} pending={pending} onClick={() => run(accept, {}, `You own ${what} now`)}>
            {`Take over ${what}`}
          </Button>
          {decline && (
            <Button pending={pending} onClick={() => run(decline, {}, `Declined ${what}: the admins find somebody else`)}>
              {`Decline ${what}`}
            </Button>
          )}
        </div>
      </div>
    </div>
  )
}
