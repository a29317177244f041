'use client'

import type { ComponentProps } from 'react'
import { useFormStatus } from 'react-dom'
import { Button } from './button.tsx'

/** The button that sends the form around it; pending while the form's action runs. Props: those of Button, `pendingLabel` ("Revoking"). */
export function SubmitButton({ pendingLabel, children, variant = 'primary', ...rest }: ComponentProps<typeof Button> & { pendingLabel?: string }) {
  const { pending } = useFormStatus()
  return (
    <Button {...rest} variant={variant} type="submit" pending={pending}>
      {pending && pendingLabel ? pendingLabel : children}
    </Button>
  )
}
