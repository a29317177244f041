'use client'

import { Button } from '#components/ui/button.tsx'
import { ErrorState } from '#components/ui/error-state.tsx'

export default function AppError({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return <ErrorState errorId={error.digest} action={<Button onClick={reset}>Try again</Button>} />
}
