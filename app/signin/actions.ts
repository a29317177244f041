'use server'

import { redirect } from 'next/navigation'
import { toRoute } from '#components/ui/to-route.ts'
import { signInAsSample } from '#lib/web/sign-in.ts'

export async function signInAsSamplePerson(form: FormData): Promise<void> {
  await signInAsSample(textOf(form, 'userId'))
  const next = textOf(form, 'next')
  redirect(toRoute(/^\/(?![/\\])/.test(next) ? next : '/inbox'))
}

function textOf(form: FormData, name: string): string {
  const value = form.get(name)
  return typeof value === 'string' ? value : ''
}
