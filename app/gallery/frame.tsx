import { cookies } from 'next/headers'
import type { ReactNode } from 'react'
import { AppShell } from '#components/shell/app-shell.tsx'
import { toTheme } from '#components/shell/theme.ts'
import { Banner } from '#components/ui/banner.tsx'
import { find, leave } from './actions.ts'

export async function GalleryFrame({ children }: { children: ReactNode }) {
  return (
    <AppShell
      user={{ name: 'Ada Lindqvist', roles: ['Identity owner', 'Approver'] }}
      counts={{ inbox: 7, access: 120 }}
      theme={toTheme((await cookies()).get('theme')?.value)}
      now={new Date()}
      bands={<Banner kind="sample">Sample data. Nothing here comes from your systems.</Banner>}
      actions={[
        { id: 'req', label: 'Request access', href: '/access/new', kind: 'action', keywords: 'jit' },
        { id: 'imp', label: 'Import identities', href: '/systems/import', kind: 'action' },
      ]}
      search={find}
      signOut={leave}
    >
      {children}
    </AppShell>
  )
}
