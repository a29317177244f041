'use client'

import { useRouter } from 'next/navigation'
import { useState, useTransition } from 'react'
import { Button } from '#components/ui/button.tsx'
import { ErrorSummary } from '#components/ui/error-summary.tsx'
import { Field } from '#components/ui/field.tsx'
import { Input } from '#components/ui/input.tsx'
import { Textarea } from '#components/ui/textarea.tsx'
import { useToast } from '#components/ui/use-toast.ts'

type Published = { ok: true; output: { version: number } } | { ok: false; message: string; fields: Readonly<Record<string, string>> }
type PolicyEditorProps = { text: string; version: number; publish: (input: Record<string, unknown>) => Promise<Published> }

/** Changes the policies and publishes them as the next version. What does not validate is refused with the place. Props: `text`, `version` (the one in force), `publish`. */
export function PolicyEditor({ text: before, version, publish }: PolicyEditorProps) {
  const router = useRouter()
  const toast = useToast()
  const [text, setText] = useState(before)
  const [note, setNote] = useState('')
  const [problem, setProblem] = useState<Exclude<Published, { ok: true }> | null>(null)
  const [pending, start] = useTransition()
  const send = () =>
    start(async () => {
      const done = await publish({ text, note, basedOn: version })
      setProblem(done.ok ? null : done)
      if (done.ok) toast.done(`Version ${done.output.version} published`, 'It decides from now on')
      router.refresh()
    })
  return (
    <div className="grid max-w-4xl gap-3">
      {problem && <ErrorSummary message={problem.message} fields={problem.fields} labels={{ text: 'Policies', note: 'What changes and why' }} />}
      <Field name="text" label="Policies" required error={problem?.fields['text']}>
        <Textarea className="font-mono text-xs" rows={18} spellCheck={false} value={text} onChange={(event) => setText(event.target.value)} />
      </Field>
      <Field name="note" label="What changes and why" required error={problem?.fields['note']}>
        <Input value={note} onChange={(event) => setNote(event.target.value)} maxLength={500} />
      </Field>
      <div>
        <Button variant="primary" pending={pending} disabled={version > 0 && text === before} onClick={send}>
          {`Publish version ${version + 1}`}
        </Button>
      </div>
    </div>
  )
}
