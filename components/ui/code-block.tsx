'use client'

import { Check, Copy } from 'lucide-react'
import { useState } from 'react'
import { IconButton } from './icon-button.tsx'

/** Text to read or copy as it is: a policy, a command, a secret shown once. Props: `code`, `label` (what it is; read aloud), `wrap`. */
export function CodeBlock({ code, label, wrap = false }: { code: string; label: string; wrap?: boolean }) {
  const [copied, setCopied] = useState(false)
  const copy = () =>
    navigator.clipboard.writeText(code).then(
      () => setCopied(true),
      () => setCopied(false),
    )
  return (
    <figure className="relative rounded-md border bg-sunken">
      <figcaption className="flex items-center justify-between gap-2 border-b py-0.5 pr-1 pl-3 text-xs text-muted">
        {label}
        <IconButton size="sm" label={copied ? 'Copied' : `Copy ${label}`} icon={copied ? <Check className="text-good-ink" /> : <Copy />} onClick={copy} />
      </figcaption>
      {/* A scrolling region has to be reachable by keyboard (WCAG 2.1.1). */}
      <pre
        tabIndex={0}
        aria-label={label}
        role="region"
        className={`overflow-x-auto px-3 py-2 font-mono text-xs leading-relaxed text-ink ${wrap ? 'break-all whitespace-pre-wrap' : ''}`}
      >
        <code>{code}</code>
      </pre>
      <span role="status" className="sr-only">
        {copied ? 'Copied' : ''}
      </span>
    </figure>
  )
}
