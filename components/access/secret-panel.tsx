'use client'

import { useRouter } from 'next/navigation'
import { useState, useTransition } from 'react'
import { Button } from '#components/ui/button.tsx'
import { CodeBlock } from '#components/ui/code-block.tsx'
import { Notice } from '#components/ui/notice.tsx'
import { Section } from '#components/ui/section.tsx'

type Login = Record<string, string | number>
type Revealed = { ok: true; output: { secret: string; login: Login } } | { ok: false; message: string }
type SecretPanelProps = { leaseId: string; login: Login | null; revealed: boolean; reveal: (input: Record<string, unknown>) => Promise<Revealed> }

/** The holder's way in: the login, and the secret, once. It is kept in this page only, and is gone with it. */
export function SecretPanel({ leaseId, login, revealed, reveal }: SecretPanelProps) {
  const router = useRouter()
  const [secret, setSecret] = useState<string | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  const [pending, start] = useTransition()
  const show = () =>
    start(async () => {
      const answer = await reveal({ id: leaseId })
      if (answer.ok) setSecret(answer.output.secret)
      else setProblem(answer.message)
      router.refresh()
    })
  return (
    <Section title="Your credential" description="It works until the lease ends.">
      <div className="grid max-w-3xl gap-3">
        {problem && <Notice tone="bad" title={problem} live />}
        {login && <CodeBlock label="login" code={loginLines(login)} />}
        {secret && (
          <>
            <CodeBlock label="secret" code={secret} wrap />
            <Notice tone="warn" title="The secret is shown this once" live>
              Copy it now. Tenure does not show it again; if it is lost, end the lease and ask again.
            </Notice>
          </>
        )}
        {!secret && revealed && !problem && (
          <Notice tone="off" title="The secret was shown already">
            It is shown once. If it is lost, end the lease and ask again.
          </Notice>
        )}
        {!secret && !revealed && (
          <div>
            <Button variant="primary" pending={pending} onClick={show}>
              Show the secret once
            </Button>
          </div>
        )}
      </div>
    </Section>
  )
}

function loginLines(login: Login): string {
  return Object.entries(login)
    .map(([name, value]) => `${name}=${value}`)
    .join('\n')
}
