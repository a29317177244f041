import { roleWords } from './role-words.ts'

type Person = { id: string; name: string; email: string; roles: readonly string[] }

/** People with their roles. Props: `people`. */
export function PeopleList({ people }: { people: readonly Person[] }) {
  return (
    <ul>
      {people.map(({ id, name, email, roles }) => (
        <li key={id} className="grid min-h-9 items-center gap-x-4 border-t px-4 py-1.5 text-sm sm:grid-cols-3 md:px-6">
          <span className="font-medium">{name}</span>
          <span className="truncate text-muted">{email}</span>
          <span>{roleWords(roles).join(', ')}</span>
        </li>
      ))}
    </ul>
  )
}
