import { cookies } from 'next/headers'
import type { ReactNode } from 'react'
import { roleWords } from '#components/people/role-words.ts'
import { AppShell } from '#components/shell/app-shell.tsx'
import type { AreaId } from '#components/shell/areas.ts'
import type { PaletteItem } from '#components/shell/palette-item.ts'
import { toTheme } from '#components/shell/theme.ts'
import { Banner } from '#components/ui/banner.tsx'
import { countQueue } from '#lib/access/queries.ts'
import type { Actor } from '#lib/core/actor.ts'
import { countInbox } from '#lib/notifications/queries.ts'
import { may, type Permission } from '#lib/people/permissions.rules.ts'
import { currentContext } from '#lib/web/context.ts'
import { isDemo } from '#lib/web/sign-in.ts'
import { searchPalette, signOutHere } from './actions.ts'

const AREA_PERMISSIONS: Record<AreaId, Permission> = {
  inbox: 'access.read',
  inventory: 'inventory.read',
  access: 'access.read',
  posture: 'posture.read',
  evidence: 'evidence.read',
  policies: 'policy.read',
  systems: 'systems.read',
  settings: 'people.read',
}

export default async function AppLayout({ children }: { children: ReactNode }) {
  const context = await currentContext()
  const { actor } = context
  const [inbox, queue] = await Promise.all([countInbox(context, {}), countQueue(context, {})])
  const allowed = (Object.keys(AREA_PERMISSIONS) as AreaId[]).filter((area) => may(actor, AREA_PERMISSIONS[area]))
  return (
    <AppShell
      user={{ name: actor.name, roles: roleWords(actor.roles) }}
      allowed={allowed}
      counts={{ inbox, access: queue }}
      theme={toTheme((await cookies()).get('theme')?.value)}
      now={context.now}
      bands={
        isDemo() ? (
          <Banner kind="sample">
            Sample data: the people and systems of this demo are invented. One system, “Orders database”, is real: leases on it mint, work and die.
          </Banner>
        ) : undefined
      }
      actions={actionsFor(actor)}
      search={searchPalette}
      signOut={signOutHere}
    >
      {children}
    </AppShell>
  )
}

function actionsFor(actor: Actor): PaletteItem[] {
  const actions: [Permission, PaletteItem][] = [
    ['access.request', { id: 'request-access', label: 'Request access', href: '/access/new', kind: 'action', keywords: 'jit lease borrow' }],
    ['access.approve', { id: 'answer-requests', label: 'Answer access requests', href: '/access?view=queue', kind: 'action', keywords: 'approve deny queue' }],
    ['systems.connect', { id: 'connect-system', label: 'Connect a system', href: '/systems/new', kind: 'action', keywords: 'add source target' }],
    ['evidence.build', { id: 'build-pack', label: 'Build an evidence pack', href: '/evidence', kind: 'action', keywords: 'audit download' }],
  ]
  return actions.filter(([permission]) => may(actor, permission)).map(([, item]) => item)
}
