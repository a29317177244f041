import type { Metadata } from 'next'
import { PeopleList } from '#components/people/people-list.tsx'
import { roleWords } from '#components/people/role-words.ts'
import { DefinitionList } from '#components/ui/definition-list.tsx'
import { PageHeader } from '#components/ui/page-header.tsx'
import { Section } from '#components/ui/section.tsx'
import { listPeople } from '#lib/people/queries.ts'
import { ROLES } from '#lib/core/actor.ts'
import { currentContext } from '#lib/web/context.ts'
import { rolePrefix } from '#lib/web/sign-in.ts'

export const metadata: Metadata = { title: 'Settings' }

export default async function SettingsPage() {
  const context = await currentContext()
  const people = await listPeople(context, {})
  const groups = ROLES.map((role) => `${rolePrefix()}${role}`).join(', ')
  return (
    <>
      <PageHeader title="Settings" description="Who you are here, and who else is." />
      <Section title="You">
        <DefinitionList
          items={[
            { term: 'Name', detail: context.actor.name },
            { term: 'Roles', detail: roleWords(context.actor.roles).join(', ') },
            { term: 'Theme', detail: 'Light, dark or as the system: choose it in the menu under your name' },
          ]}
        />
      </Section>
      <Section title="People" description={`Roles come from your company’s sign-in, by these groups: ${groups}.`} flush>
        <PeopleList people={people} />
      </Section>
    </>
  )
}
