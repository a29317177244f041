'use client'

import { useRouter } from 'next/navigation'
import { toRoute } from '#components/ui/to-route.ts'
import { useShortcut } from '#components/ui/use-shortcut.ts'

/** `g` and a key go to a page; draws nothing. Props: `keys` ("g i"), `href`. */
export function GoToShortcut({ keys, href }: { keys: string; href: string }) {
  const router = useRouter()
  useShortcut(keys, () => router.push(toRoute(href)))
  return null
}
