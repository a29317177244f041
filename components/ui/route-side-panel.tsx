'use client'

import { useRouter } from 'next/navigation'
import type { ReactNode } from 'react'
import { SidePanel } from './side-panel.tsx'

/** A side panel that is an intercepted route (`@panel/(.)…`): closing it goes back to the list as it was. Props: `title`, `pageHref`, `children`. */
export function RouteSidePanel({ title, pageHref, children }: { title: ReactNode; pageHref: string; children: ReactNode }) {
  const router = useRouter()
  return (
    <SidePanel onClose={() => router.back()} title={title} pageHref={pageHref}>
      {children}
    </SidePanel>
  )
}
