import { Notice } from '#components/ui/notice.tsx'
import type { PreviewAnswer } from './use-preview.ts'

const WORDS = {
  permit: { tone: 'good', title: 'Granted at once: policy permits this without review' },
  review: { tone: 'wait', title: 'Waits for a person: an approver decides' },
  deny: { tone: 'bad', title: 'Denied: sent like this, policy refuses it' },
} as const

/** What policy will answer, and why, before the request is sent. Props: `answer`. */
export function DecisionPreview({ answer }: { answer: PreviewAnswer }) {
  if (answer.state === 'idle') return <Notice tone="off" title="Choose a privilege to see what policy will answer" live />
  if (answer.state === 'asking') return <Notice tone="off" title="Asking policy" live />
  if (answer.state === 'failed') return <Notice tone="off" title="What policy will answer is not known yet: correct the fields, or send to find out" live />
  const { outcome, reasons, policyVersion } = answer.preview
  return (
    <Notice tone={WORDS[outcome].tone} title={WORDS[outcome].title} live>
      {reasons.join('. ')}
      {policyVersion !== null && ` (policy version ${policyVersion})`}
    </Notice>
  )
}
