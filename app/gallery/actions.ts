'use server'
import { redirect } from 'next/navigation'
import type { PaletteItem } from '#components/shell/palette-item.ts'
export async function find(query: string): Promise<PaletteItem[]> {
  if (query === 'boom') throw new Error('x')
  return [
    { id: 'n1', label: `deploy-bot ${query}`, href: '/gallery/detail', kind: 'identity', hint: 'CI runner' },
    { id: 'l1', label: `lse_01jd8x2m ${query}`, href: '/gallery/detail', kind: 'lease', hint: 'active' },
  ]
}
export async function leave() {
  redirect('/signin' as never)
}
