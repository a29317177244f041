'use client'

import { TriangleAlert } from 'lucide-react'
import { useEffect, useRef } from 'react'

type ErrorSummaryProps = {
  /** The message of the error as a whole. */
  message: string
  /** Field name → what is wrong (`TenureError.fields`). */
  fields?: Readonly<Record<string, string>> | undefined
  /** Field name → its label on this form. */
  labels?: Readonly<Record<string, string>>
}

/** What went wrong with a form, above it: takes the focus when it appears and links to each wrong field. Props: `message`, `fields`, `labels`. */
export function ErrorSummary({ message, fields = {}, labels = {} }: ErrorSummaryProps) {
  const box = useRef<HTMLDivElement>(null)
  const wrong = Object.entries(fields)
  // A message that only strings the fields together, in the words of the code, says nothing that the list below does not
  const retold = wrong.length > 0 && message === wrong.map(([name, reason]) => `${name}: ${reason}`).join('; ')
  const problem = [message, ...wrong.flat()].join('\n')
  // A new problem, not a new object with the same one.
  useEffect(() => {
    if (problem) box.current?.focus()
  }, [problem])
  return (
    <div ref={box} role="alert" tabIndex={-1} className="flex gap-2 rounded-md bg-bad-soft px-3 py-2 text-sm text-ink">
      <TriangleAlert aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-bad-ink" />
      <div className="grid gap-1">
        <p className="font-medium">{retold ? `Nothing was done: correct ${wrong.length === 1 ? 'this field' : 'these fields'} first` : message}</p>
        {wrong.length > 0 && (
          <ul className="grid gap-0.5">
            {wrong.map(([name, reason]) => (
              <li key={name}>
                <a href={`#field-${name}`} className="underline underline-offset-2" onClick={(event) => focusField(event, name)}>
                  {labels[name] ?? name}
                </a>
                : {reason}
              </li>
            ))}
          </ul>
        )}
      </div>
    </div>
  )
}

function focusField(event: React.MouseEvent, name: string): void {
  const control = document.getElementById(`field-${name}`)?.querySelector<HTMLElement>('input:not([aria-hidden]), textarea, button, [role=combobox]')
  if (!control) return
  event.preventDefault()
  control.focus()
}
