'use client'

import { useRouter } from 'next/navigation'
import { useState, useTransition } from 'react'
import { Button } from '#components/ui/button.tsx'
import { DefinitionList } from '#components/ui/definition-list.tsx'
import { Dialog } from '#components/ui/dialog.tsx'
import { ErrorSummary } from '#components/ui/error-summary.tsx'
import type { TestReport } from '#lib/systems/driver.ts'
import type { SystemPage } from '#lib/systems/show-system.ts'
import { SettingsFields } from './settings-fields.tsx'
import { TestResult } from './test-result.tsx'

type Refused = { ok: false; message: string; fields: Readonly<Record<string, string>> }
type SystemConnectionProps = {
  system: Pick<SystemPage, 'id' | 'kind' | 'name' | 'live' | 'fields'>
  editable: boolean
  change: (input: Record<string, unknown>) => Promise<{ ok: true } | Refused>
  test: (input: Record<string, unknown>) => Promise<{ ok: true; report: TestReport } | Refused>
}

/** How Tenure reaches a system; an admin tries and changes it. Props: `system`, `editable`, `change`, `test` (server actions). */
export function SystemConnection({ system, editable, change, test }: SystemConnectionProps) {
  const router = useRouter()
  const [open, setOpen] = useState(false)
  const [problem, setProblem] = useState<Refused | null>(null)
  const [report, setReport] = useState<TestReport | null>(null)
  const [pending, start] = useTransition()
  const labels = Object.fromEntries(
    system.fields.flatMap(({ name, title }) => [
      [name, title],
      [`settings.${name}`, title],
    ]),
  )
  const tryIt = (settings: Record<string, unknown>) =>
    start(async () => {
      setReport(null)
      const tried = await test({ kind: system.kind, id: system.id, ...settings })
      setProblem(tried.ok ? null : tried)
      if (tried.ok) setReport(tried.report)
    })
  const stored = Object.fromEntries(system.fields.map(({ name, value }) => [`settings.${name}`, value]))
  return (
    <div className="grid gap-3">
      <DefinitionList
        columns={2}
        items={system.fields.filter((field) => field.input !== 'secret').map((field) => ({ term: field.title, detail: field.value }))}
      />
      {!open && report && <TestResult report={report} />}
      {editable && (
        <div className="flex gap-2">
          <Button onClick={() => setOpen(true)}>Change connection</Button>
          {system.live && (
            <Button pending={pending} onClick={() => tryIt(stored)}>
              Test connection
            </Button>
          )}
        </div>
      )}
      <Dialog open={open} onOpenChange={setOpen} title={`Connection of ${system.name}`} size="lg">
        <form
          className="grid gap-3 pb-3"
          noValidate
          method="post"
          onSubmit={(event) => {
            event.preventDefault()
            const form = new FormData(event.currentTarget)
            start(async () => {
              const done = await change({ id: system.id, ...Object.fromEntries(form) })
              setProblem(done.ok ? null : done)
              if (!done.ok) return
              setOpen(false)
              router.refresh()
            })
          }}
        >
          {problem && <ErrorSummary message={problem.message} fields={problem.fields} labels={labels} />}
          <SettingsFields fields={system.fields} problems={problem?.fields} stored />
          <div>
            <Button type="submit" variant="primary" pending={pending}>
              Save connection
            </Button>
          </div>
        </form>
      </Dialog>
    </div>
  )
}
