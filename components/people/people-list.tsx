import type { ReactNode } from 'react'
import { roleWords } from './role-words.ts'

type Person = { id: string; name: string; email: string; roles: readonly string[] }

/** People with their roles. Props: `people`, `action` (what can be done with one of them). */
export function PeopleList({ people, action }: { people: readonly Person[]; action?: (person: Person) => ReactNode }) {
  return (
    <ul>
      {people.map((person) => (
        <li key={person.id} className="grid min-h-9 items-center gap-x-4 border-t px-4 py-1 text-sm sm:grid-cols-[1fr_1fr_1fr_1fr] md:px-6">
          <span className="font-medium">{person.name}</span>
          <span className="truncate text-muted">{person.email}</span>
          <span>{roleWords(person.roles).join(', ')}</span>
          {action && <span className="sm:text-right">{action(person)}</span>}
        </li>
      ))}
    </ul>
  )
}
