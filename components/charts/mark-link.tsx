'use client'

import { useRouter } from 'next/navigation'
import type { MouseEvent, ReactNode } from 'react'
import { toRoute } from '#components/ui/to-route.ts'

/** A mark of a chart as a link for the pointer. The table behind the chart carries the same links for keyboard and screen reader, so these are no tab stops. */
export function MarkLink({ href, title, children }: { href: string | undefined; title: string; children: ReactNode }) {
  const router = useRouter()
  const content = (
    <>
      <title>{title}</title>
      {children}
    </>
  )
  if (!href) return <g>{content}</g>
  const follow = (event: MouseEvent) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey) return
    event.preventDefault()
    router.push(toRoute(href))
  }
  return (
    <a href={href} onClick={follow} tabIndex={-1} className="cursor-pointer hover:opacity-80">
      {content}
    </a>
  )
}
