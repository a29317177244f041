'use client'

import { useRouter } from 'next/navigation'
import { useState, useTransition } from 'react'
import { Button } from '#components/ui/button.tsx'
import { ErrorSummary } from '#components/ui/error-summary.tsx'
import { Field } from '#components/ui/field.tsx'
import { Input } from '#components/ui/input.tsx'
import { Select } from '#components/ui/select.tsx'
import { Textarea } from '#components/ui/textarea.tsx'
import { useToast } from '#components/ui/use-toast.ts'
import { METHOD_LABELS, METHODS, PUBLISHED_POLICIES, recommendedFor } from '#lib/boundaries/rules.ts'
import type { Environment, IdentityClass } from '#lib/core/identity-class.ts'
import { durationInWords } from '#lib/core/time.ts'
import { CheckList } from './check-list.tsx'
import { type TelemetryValue, TelemetryFields } from './telemetry-fields.tsx'

export type BoundaryAction = (
  input: Record<string, unknown>,
) => Promise<{ ok: true } | { ok: false; message: string; fields: Readonly<Record<string, string>> }>
export type SystemOption = { id: string; name: string }
export type BoundaryValues = {
  methods: readonly string[]
  maxTtlSeconds: number | null
  rotationDays: number | null
  policySet: string | null
  telemetry: readonly TelemetryValue[]
  revocationPath: string | null
  revocationSystemIds: readonly string[]
}
type BoundaryFormProps = {
  cell: { class: IdentityClass; environment: Environment }
  /** What is declared now; null when nothing is. */
  current: BoundaryValues | null
  revision: string | null
  systems: readonly SystemOption[]
  /** The ids of the published policies. */
  policies: readonly string[]
  save: BoundaryAction
}

const LABELS = {
  methods: 'Authentication methods',
  maxTtlSeconds: 'Longest time to live, in seconds',
  rotationDays: 'Rotation, in days',
  policySet: 'Policy set',
  telemetry: 'Telemetry',
  revocationPath: 'Revocation path',
  revocationSystemIds: 'Systems on which it ends',
  reason: 'Reason',
}
const EMPTY: BoundaryValues = {
  methods: [],
  maxTtlSeconds: null,
  rotationDays: null,
  policySet: null,
  telemetry: [],
  revocationPath: null,
  revocationSystemIds: [],
}
const NO_POLICIES = 'none'

/** Declares what a class must obey in an environment, with a reason. Nothing is filled in until somebody asks for it. */
export function BoundaryForm({ cell, current, revision, systems, policies, save }: BoundaryFormProps) {
  const router = useRouter()
  const toast = useToast()
  const [values, setValues] = useState(current ?? EMPTY)
  const [reason, setReason] = useState('')
  const [problem, setProblem] = useState<{ message: string; fields: Readonly<Record<string, string>> } | null>(null)
  const [pending, start] = useTransition()
  const set = (changes: Partial<BoundaryValues>) => setValues((before) => ({ ...before, ...changes }))
  // Digits alone, so that a slip of the finger never turns the field into "NaN"
  const number = (text: string) => {
    const digits = text.replace(/\D/g, '')
    return digits === '' ? null : Number(digits)
  }
  const errorOf = (name: string) => Object.entries(problem?.fields ?? {}).find(([path]) => path === name || path.startsWith(`${name}.`))?.[1]

  const fill = () => set(recommendedFor(cell.class, cell.environment))
  const send = () =>
    start(async () => {
      const done = await save({ ...cell, ...values, revision, reason })
      setProblem(done.ok ? null : done)
      if (!done.ok) return
      setReason('')
      toast.done('Boundary saved')
      router.refresh()
    })
  return (
    <div className="grid max-w-3xl gap-4">
      {problem && <ErrorSummary message={problem.message} fields={problem.fields} labels={LABELS} />}
      <div>
        <Button size="sm" onClick={fill}>
          Fill with the recommended values
        </Button>
        <p className="mt-1 text-xs text-muted">They stand in the form only, until you save. Telemetry and systems you choose yourself.</p>
      </div>
      <CheckList
        name="methods"
        legend={LABELS.methods}
        error={errorOf('methods')}
        options={METHODS.map((value) => ({ value, label: METHOD_LABELS[value] }))}
        chosen={values.methods}
        onChosen={(methods) => set({ methods })}
      />
      <div className="grid gap-3 sm:grid-cols-2">
        <Field
          name="maxTtlSeconds"
          label={LABELS.maxTtlSeconds}
          error={errorOf('maxTtlSeconds')}
          hint={`From 60 (a minute) to 31,536,000 (a year).${values.maxTtlSeconds === null ? '' : ` Now ${durationInWords(values.maxTtlSeconds * 1_000)}.`}`}
        >
          <Input inputMode="numeric" value={values.maxTtlSeconds ?? ''} onChange={(event) => set({ maxTtlSeconds: number(event.target.value) })} />
        </Field>
        <Field name="rotationDays" label={LABELS.rotationDays} error={errorOf('rotationDays')} hint="Empty: credentials may be 90 days old.">
          <Input inputMode="numeric" value={values.rotationDays ?? ''} onChange={(event) => set({ rotationDays: number(event.target.value) })} />
        </Field>
      </div>
      <Field name="policySet" label={LABELS.policySet} error={errorOf('policySet')}>
        <Select
          options={[
            { value: NO_POLICIES, label: 'Not declared' },
            { value: PUBLISHED_POLICIES, label: 'The published policies', hint: 'All of them, as Tenure decides' },
            ...policies.map((id) => ({ value: id, label: id, hint: 'This published policy' })),
            ...(values.policySet && values.policySet !== PUBLISHED_POLICIES && !policies.includes(values.policySet)
              ? [{ value: values.policySet, label: values.policySet, hint: 'Not published any more' }]
              : []),
          ]}
          value={values.policySet ?? NO_POLICIES}
          onValueChange={(value) => set({ policySet: value === NO_POLICIES ? null : value })}
        />
      </Field>
      <TelemetryFields
        legend={LABELS.telemetry}
        error={errorOf('telemetry')}
        systems={systems}
        value={values.telemetry}
        onValue={(telemetry) => set({ telemetry })}
      />
      <Field name="revocationPath" label={LABELS.revocationPath} error={errorOf('revocationPath')} hint="How its access is ended, in words.">
        <Textarea rows={2} value={values.revocationPath ?? ''} onChange={(event) => set({ revocationPath: event.target.value })} />
      </Field>
      <CheckList
        name="revocationSystemIds"
        legend={LABELS.revocationSystemIds}
        error={errorOf('revocationSystemIds')}
        options={systems.map(({ id, name }) => ({ value: id, label: name }))}
        chosen={values.revocationSystemIds}
        onChosen={(revocationSystemIds) => set({ revocationSystemIds })}
      />
      <Field name="reason" label={LABELS.reason} required error={errorOf('reason')} hint="At least 10 characters. It stands in the audit log.">
        <Textarea rows={2} value={reason} onChange={(event) => setReason(event.target.value)} />
      </Field>
      <div>
        <Button variant="primary" pending={pending} onClick={send}>
          Save boundary
        </Button>
      </div>
    </div>
  )
}
