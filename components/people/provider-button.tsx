'use client'

import { signIn } from 'next-auth/react'
import { useState } from 'react'
import { Button } from '#components/ui/button.tsx'

/** Goes to the company's OpenID provider and comes back to `callbackUrl`. */
export function ProviderButton({ callbackUrl }: { callbackUrl: string }) {
  const [pending, setPending] = useState(false)
  const go = () => {
    setPending(true)
    void signIn('oidc', { callbackUrl })
  }
  return (
    <Button variant="primary" onClick={go} pending={pending} className="w-full justify-center">
      Sign in with your company account
    </Button>
  )
}
