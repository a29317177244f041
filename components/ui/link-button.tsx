import type { Route } from 'next'
import Link from 'next/link'
import type { ReactNode } from 'react'
import { buttonStyles, type ButtonLook } from './button-styles.ts'
import { cn } from './cn.ts'

type LinkButtonProps<T extends string> = ButtonLook & {
  href: Route<T>
  children: ReactNode
  icon?: ReactNode
  className?: string
  prefetch?: boolean
}

/** A link that looks like a button: for the action that is another page. Props: `href`, `variant`, `size`, `icon`. */
export function LinkButton<T extends string>({ href, variant, size, icon, className, children, prefetch = false }: LinkButtonProps<T>) {
  return (
    <Link href={href} prefetch={prefetch} className={cn(buttonStyles({ variant, size }), className)}>
      {icon}
      {children}
    </Link>
  )
}
