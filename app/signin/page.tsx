import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { ProviderButton } from '#components/people/provider-button.tsx'
import { SamplePeople } from '#components/people/sample-people.tsx'
import { Mark } from '#components/shell/mark.tsx'
import { Notice } from '#components/ui/notice.tsx'
import { toRoute } from '#components/ui/to-route.ts'
import { currentPerson } from '#lib/web/context.ts'
import { signInChoices } from '#lib/web/sign-in.ts'
import { signInAsSamplePerson } from './actions.ts'

export const metadata: Metadata = { title: 'Sign in' }

const PROBLEMS: Record<string, string> = {
  'no-role': 'Your company account has no role in Tenure yet. Ask your administrator to put you into one of the Tenure groups.',
  OAuthAccountNotLinked: 'Another account already uses this email address. Ask your administrator which one is yours.',
}

export default async function SignInPage({ searchParams }: PageProps<'/signin'>) {
  const { error, next } = await searchParams
  const wanted = typeof next === 'string' && /^\/(?![/\\])/.test(next) ? next : '/inbox'
  if (await currentPerson()) redirect(toRoute(wanted))
  const { provider, people } = await signInChoices()
  return (
    <main className="mx-auto flex min-h-dvh w-full max-w-sm flex-col justify-center gap-5 px-4 py-10">
      <div className="grid gap-1">
        <span className="mb-1 text-accent">
          <Mark />
        </span>
        <h1 className="text-xl font-semibold tracking-[-0.01em]">Sign in to Tenure</h1>
        <p className="text-sm text-muted">Every machine identity has an owner, a purpose and an end date.</p>
      </div>
      {typeof error === 'string' && (
        <Notice tone="bad" title="You are not signed in">
          {PROBLEMS[error] ?? 'The sign-in at your provider did not complete. Try again; if it happens again, tell your administrator.'}
        </Notice>
      )}
      {provider && <ProviderButton callbackUrl={wanted} />}
      {people.length > 0 && <SamplePeople people={people} next={wanted} signIn={signInAsSamplePerson} />}
    </main>
  )
}
