'use server'

import { redirect } from 'next/navigation'
import type { PaletteItem } from '#components/shell/palette-item.ts'
import { searchEverything } from '#lib/inventory/queries.ts'
import { currentContext } from '#lib/web/context.ts'
import { signOut } from '#lib/web/sign-in.ts'

export async function signOutHere(): Promise<void> {
  await signOut()
  redirect('/signin')
}

export async function searchPalette(text: string): Promise<PaletteItem[]> {
  return searchEverything(await currentContext(), { q: text })
}
