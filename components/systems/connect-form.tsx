'use client'

import { useRouter } from 'next/navigation'
import { useState, useTransition } from 'react'
import { Button } from '#components/ui/button.tsx'
import { ErrorSummary } from '#components/ui/error-summary.tsx'
import { Field } from '#components/ui/field.tsx'
import { Input } from '#components/ui/input.tsx'
import { Select } from '#components/ui/select.tsx'
import { toRoute } from '#components/ui/to-route.ts'
import { ENVIRONMENTS } from '#lib/core/identity-class.ts'
import type { TestReport } from '#lib/systems/driver.ts'
import type { SystemKind } from '#lib/systems/queries.ts'
import { SettingsFields } from './settings-fields.tsx'
import { TestResult } from './test-result.tsx'

type Refused = { ok: false; message: string; fields: Readonly<Record<string, string>> }
type ConnectFormProps = {
  kinds: readonly SystemKind[]
  connect: (input: Record<string, unknown>) => Promise<{ ok: true; output: { id: string } } | Refused>
  test: (input: Record<string, unknown>) => Promise<{ ok: true; report: TestReport } | Refused>
}

/** Connects a system: what it is, where it is, and the account to read it with, which can be tried first. Props: `kinds`, `connect`, `test` (server actions). */
export function ConnectForm({ kinds, connect, test }: ConnectFormProps) {
  const router = useRouter()
  const [kindId, setKindId] = useState(kinds[0]?.kind ?? '')
  const [environment, setEnvironment] = useState<string | null>(null)
  const [problem, setProblem] = useState<Refused | null>(null)
  const [report, setReport] = useState<TestReport | null>(null)
  const [pending, start] = useTransition()
  const kind = kinds.find((each) => each.kind === kindId)
  const labels = {
    kind: 'Kind',
    name: 'Name',
    environment: 'Environment',
    ...Object.fromEntries(
      kind?.fields.flatMap(({ name, title }) => [
        [`settings.${name}`, title],
        [name, title],
      ]) ?? [],
    ),
  }

  const send = (form: FormData, trying: boolean) =>
    start(async () => {
      const input = { ...Object.fromEntries(form), kind: kindId, environment }
      setReport(null)
      if (trying) {
        const tried = await test(input)
        setProblem(tried.ok ? null : tried)
        if (tried.ok) setReport(tried.report)
        return
      }
      const connected = await connect(input)
      setProblem(connected.ok ? null : connected)
      if (connected.ok) router.push(toRoute(`/systems/${connected.output.id}`))
    })
  return (
    <form
      className="grid max-w-2xl gap-4 px-4 pb-8 md:px-6"
      noValidate
      // Sent before the page is alive, a form without a method would put the password into the address
      method="post"
      onSubmit={(event) => {
        event.preventDefault()
        const submitter = event.nativeEvent.submitter
        send(new FormData(event.currentTarget), submitter?.getAttribute('value') === 'test')
      }}
    >
      {problem && <ErrorSummary message={problem.message} fields={problem.fields} labels={labels} />}
      <Field name="kind" label="Kind" required error={problem?.fields['kind']} hint={kind && !kind.live ? `Fed by files: ${kind.files.join(', ')}` : undefined}>
        <Select
          options={kinds.map(({ kind: value, title, live }) => ({ value, label: title, hint: live ? 'read live' : 'by file' }))}
          value={kindId}
          onValueChange={setKindId}
        />
      </Field>
      <div className="grid gap-4 sm:grid-cols-2">
        <Field name="name" label="Name" required error={problem?.fields['name']} hint="As your people call it.">
          <Input name="name" maxLength={100} />
        </Field>
        <Field name="environment" label="Environment" required error={problem?.fields['environment']}>
          <Select
            options={ENVIRONMENTS.map((value) => ({ value, label: value }))}
            value={environment}
            onValueChange={setEnvironment}
            placeholder="Choose an environment"
          />
        </Field>
      </div>
      {kind && <SettingsFields key={kind.kind} fields={kind.fields} problems={problem?.fields} />}
      {report && <TestResult report={report} />}
      <div className="flex flex-wrap gap-2">
        <Button type="submit" variant="primary" pending={pending} value="connect">
          Connect system
        </Button>
        {kind?.live && (
          <Button type="submit" pending={pending} value="test">
            Test connection
          </Button>
        )}
      </div>
    </form>
  )
}
