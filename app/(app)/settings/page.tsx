import type { Metadata } from 'next'
import { LeaverList } from '#components/people/leaver-list.tsx'
import { MarkLeft } from '#components/people/mark-left.tsx'
import { PeopleList } from '#components/people/people-list.tsx'
import { roleWords } from '#components/people/role-words.ts'
import { SettingsTabs } from '#components/people/settings-tabs.tsx'
import { DefinitionList } from '#components/ui/definition-list.tsx'
import { PageHeader } from '#components/ui/page-header.tsx'
import { Section } from '#components/ui/section.tsx'
import { listLeavers } from '#lib/ownership/succession/queries.ts'
import { may } from '#lib/people/permissions.rules.ts'
import { listPeople } from '#lib/people/queries.ts'
import { ROLES } from '#lib/core/actor.ts'
import { currentContext } from '#lib/web/context.ts'
import { rolePrefix } from '#lib/web/sign-in.ts'
import { comeBack, leave } from './actions.ts'

export const metadata: Metadata = { title: 'Settings' }

export default async function SettingsPage() {
  const context = await currentContext()
  const marks = may(context.actor, 'ownership.markLeft')
  const [people, leavers] = await Promise.all([listPeople(context, {}), marks ? listLeavers(context, {}) : []])
  const groups = ROLES.map((role) => `${rolePrefix()}${role}`).join(', ')
  return (
    <>
      <PageHeader title="Settings" description="Who you are here, and who else is." />
      <SettingsTabs current="/settings" />
      <Section title="You">
        <DefinitionList
          columns={2}
          items={[
            { term: 'Name', detail: context.actor.name },
            { term: 'Roles', detail: roleWords(context.actor.roles).join(', ') },
            { term: 'Theme', detail: 'Light, dark or as the system: choose it in the menu under your name' },
          ]}
        />
      </Section>
      <Section title="People" description={`Roles come from your company’s sign-in, by these groups: ${groups}.`} flush>
        <PeopleList
          people={people}
          {...(marks ? { action: (person) => (person.id === context.actor.userId ? null : <MarkLeft person={person} leave={leave} />) } : {})}
        />
      </Section>
      {leavers.length > 0 && (
        <Section title="People who left" description="They cannot sign in. What they still own is on its way to somebody else." flush>
          <LeaverList leavers={leavers} comeBack={comeBack} />
        </Section>
      )}
    </>
  )
}
