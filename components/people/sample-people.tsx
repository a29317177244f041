import { SubmitButton } from '#components/ui/submit-button.tsx'
import { roleWords } from './role-words.ts'

type Person = { id: string; name: string; email: string; roles: string[] }
type SamplePeopleProps = { people: readonly Person[]; next: string; signIn: (form: FormData) => Promise<void> }

/** The demo's people: choose one and see Tenure as they see it. */
export function SamplePeople({ people, next, signIn }: SamplePeopleProps) {
  return (
    <section aria-labelledby="sample-people" className="grid gap-2">
      <h2 id="sample-people" className="text-sm font-medium">
        Sample people of this demo
      </h2>
      <ul className="divide-y rounded-md border">
        {people.map((person) => (
          <li key={person.id} className="flex items-center gap-3 px-3 py-2">
            <div className="min-w-0 flex-1">
              <p className="truncate text-sm font-medium">{person.name}</p>
              <p className="truncate text-xs text-muted">{roleWords(person.roles).join(', ')}</p>
            </div>
            <form action={signIn}>
              <input type="hidden" name="userId" value={person.id} />
              <input type="hidden" name="next" value={next} />
              <SubmitButton variant="secondary" size="sm" aria-label={`Sign in as ${person.name}`}>
                Sign in
              </SubmitButton>
            </form>
          </li>
        ))}
      </ul>
    </section>
  )
}
