'use client'

import { useEffect, useState } from 'react'

/**
 * What `ask` answers for `question` (a plain value; null asks nothing): null until the answer is there, and never the answer to an older question.
 */
export function useAnswer<Question, Answer>(ask: (question: Question) => Promise<Answer | null>, question: Question | null): Answer | null {
  const asked = question === null ? null : JSON.stringify(question)
  const [answer, setAnswer] = useState<{ asked: string; value: Answer | null } | null>(null)
  useEffect(() => {
    if (asked === null) return
    let stale = false
    // It was made by JSON.stringify just above.
    const answered = (value: Answer | null) => {
      if (!stale) setAnswer({ asked, value })
    }
    // Without an answer the form still says what is wrong when it is sent.
    ask(JSON.parse(asked) as Question).then(answered, () => answered(null))
    return () => {
      stale = true
    }
  }, [ask, asked])
  return answer && answer.asked === asked ? answer.value : null
}
