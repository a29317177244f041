'use server'

import { redirect } from 'next/navigation'
import { toRoute } from '#components/ui/to-route.ts'
import { signInAsSample } from '#lib/web/sign-in.ts'

export async function signInAsSamplePerson(form: FormData): Promise<void> {
  await signInAsSample(String(form.get('userId')))
  const next = String(form.get('next') ?? '')
  redirect(toRoute(/^\/(?![/\\])/.test(next) ? next : '/inbox'))
}
