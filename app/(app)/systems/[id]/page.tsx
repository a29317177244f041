import type { Metadata } from 'next'
import { ApiTokenSection } from '#components/systems/api-token-section.tsx'
import { CatalogueTable } from '#components/systems/catalogue-table.tsx'
import { FreshnessBadge } from '#components/systems/freshness-badge.tsx'
import { ImportFile } from '#components/systems/import-file.tsx'
import { NoteList } from '#components/systems/note-list.tsx'
import { ReadingList } from '#components/systems/reading-list.tsx'
import { RunProgress } from '#components/systems/run-progress.tsx'
import { RunTable } from '#components/systems/run-table.tsx'
import { ScheduleForm } from '#components/systems/schedule-form.tsx'
import { SyncButton } from '#components/systems/sync-button.tsx'
import { SystemConnection } from '#components/systems/system-connection.tsx'
import { Badge } from '#components/ui/badge.tsx'
import { LinkButton } from '#components/ui/link-button.tsx'
import { PageHeader } from '#components/ui/page-header.tsx'
import { RefreshWhile } from '#components/ui/refresh-while.tsx'
import { Section } from '#components/ui/section.tsx'
import { Stat, StatRow } from '#components/ui/stat.tsx'
import { toRoute } from '#components/ui/to-route.ts'
import { may } from '#lib/people/permissions.rules.ts'
import { listApiTokens } from '#lib/systems/api-tokens/queries.ts'
import { takesPushes } from '#lib/systems/api-tokens/takes-pushes.ts'
import { isOver } from '#lib/systems/rules.ts'
import { showSystem } from '#lib/systems/show-system.ts'
import { currentContext } from '#lib/web/context.ts'
import { orNotFound } from '#lib/web/or-not-found.ts'
import { makeToken, revokeToken } from '../../settings/tokens/actions.ts'
import { changeSettings, discover, offer, schedule, tryConnection, withdraw } from '../actions.ts'

export const metadata: Metadata = { title: 'System' }

export default async function SystemPage({ params }: PageProps<'/systems/[id]'>) {
  const { id } = await params
  const context = await currentContext()
  const system = await orNotFound(showSystem(context, { id }))
  const open = system.runs.filter((run) => !isOver(run.state))
  const tokens = takesPushes(system.kind) && may(context.actor, 'systems.listApiTokens') ? await listApiTokens(context, { id: system.id }) : null
  const inventory = toRoute(`/inventory?system=${system.id}`)
  return (
    <>
      <RefreshWhile active={open.length > 0} />
      <PageHeader
        crumbs={[{ label: 'Systems', href: '/systems' }]}
        title={system.name}
        description={`${system.kindTitle}, ${system.environment}${system.live ? ', read live' : ', fed by files'}`}
        badges={
          <>
            <FreshnessBadge freshness={system.freshness} />
            {system.sample && <Badge tone="info">sample</Badge>}
          </>
        }
        action={
          system.can.discover && may(context.actor, 'systems.sync') ? <SyncButton systemId={system.id} busy={open.length > 0} discover={discover} /> : undefined
        }
        secondary={<LinkButton href={inventory}>Open its inventory</LinkButton>}
      />
      {open.map((run) => (
        <RunProgress key={run.id} run={run} />
      ))}
      <StatRow>
        <Stat label="Identities" value={system.held.identities.toLocaleString('en')} href={inventory} />
        <Stat label="Credentials" value={system.held.credentials.toLocaleString('en')} />
        <Stat label="Entitlements" value={system.held.entitlements.toLocaleString('en')} />
      </StatRow>
      <Section
        title="How current it is"
        description="A part that is older than it may be is a finding."
        flush
        action={
          system.can.discover && may(context.actor, 'systems.setSchedule') ? (
            <ScheduleForm key={system.syncEveryMinutes} systemId={system.id} everyMinutes={system.syncEveryMinutes} schedule={schedule} />
          ) : undefined
        }
      >
        <ReadingList readings={system.readings} />
      </Section>
      {system.can.import && may(context.actor, 'systems.import') && (
        <Section title="Import a file" description="An export of this system, as its own tools write it. What it is, its content tells.">
          <ImportFile systemId={system.id} />
        </Section>
      )}
      {tokens && (
        <ApiTokenSection
          system={system}
          tokens={tokens}
          now={context.now}
          change={may(context.actor, 'systems.createApiToken') ? { make: makeToken, revoke: revokeToken } : undefined}
        />
      )}
      {system.missingRights.length > 0 && (
        <Section title="Rights that Tenure’s account lacks" description="Give them on the system; the next discovery finds them.">
          <NoteList notes={system.missingRights} />
        </Section>
      )}
      {(system.can.lend || system.privileges.length > 0) && (
        <Section title="Catalogue" description="Privileges that can be lent. What is offered can be requested; policy and people still decide." flush>
          <CatalogueTable privileges={system.privileges} editable={may(context.actor, 'systems.offerPrivilege')} offer={offer} withdraw={withdraw} />
        </Section>
      )}
      {system.notes.length > 0 && (
        <Section title="Worth knowing" description="What the last discovery found that belongs to no single identity.">
          <NoteList notes={system.notes} />
        </Section>
      )}
      {system.runs.length > 0 && (
        <Section title="Discoveries and imports" flush>
          <RunTable runs={system.runs} />
        </Section>
      )}
      {system.fields.length > 0 && (
        <Section title="Connection" description="Secrets are encrypted and never shown again.">
          <SystemConnection system={system} editable={may(context.actor, 'systems.connect')} change={changeSettings} test={tryConnection} />
        </Section>
      )}
    </>
  )
}
