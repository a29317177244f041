import type { ComponentProps, ReactNode } from 'react'
import { buttonStyles, type ButtonLook } from './button-styles.ts'
import { cn } from './cn.ts'

type ButtonProps = Omit<ComponentProps<'button'>, 'children'> &
  ButtonLook & {
    children: ReactNode
    /** A lucide icon before the words. */
    icon?: ReactNode
    /** The action is under way: the button keeps its place and says so, and a second press does nothing. */
    pending?: boolean | undefined
  }

/**
 * A button: a verb with its object ("Revoke 3 leases").
 * Props: those of `<button>` (type is `button` unless said otherwise), `variant` primary | secondary | quiet | danger, `size` sm | md, `icon`, `pending`.
 */
export function Button({ variant, size, icon, pending, className, children, type = 'button', onClick, ...rest }: ButtonProps) {
  return (
    <button
      {...rest}
      type={type}
      className={cn(buttonStyles({ variant, size }), className)}
      aria-disabled={pending || rest['aria-disabled'] || undefined}
      aria-busy={pending || undefined}
      onClick={pending ? (event) => event.preventDefault() : onClick}
    >
      {icon}
      {children}
      {pending && <span aria-hidden="true">…</span>}
    </button>
  )
}
