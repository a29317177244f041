import { cva, type VariantProps } from 'class-variance-authority'

/** The look that buttons, links that look like buttons, and dialog openers share. */
export const buttonStyles = cva(
  [
    'inline-flex shrink-0 items-center justify-center gap-1.5 rounded-md font-medium whitespace-nowrap select-none transition-colors duration-100',
    'disabled:cursor-not-allowed disabled:opacity-50 aria-disabled:cursor-not-allowed aria-disabled:opacity-50 [&_svg]:size-4 [&_svg]:shrink-0',
  ],
  {
    variants: {
      variant: {
        primary: 'bg-accent text-on-accent hover:not-disabled:bg-accent-hover',
        secondary: 'border border-line-control/60 bg-surface text-ink hover:not-disabled:bg-hover',
        quiet: 'text-muted hover:not-disabled:bg-hover hover:not-disabled:text-ink',
        danger: 'bg-danger text-on-danger hover:not-disabled:bg-danger-hover',
      },
      size: {
        sm: 'h-7 px-2 text-sm',
        md: 'h-8 px-3 text-sm',
      },
    },
    defaultVariants: { variant: 'secondary', size: 'md' },
  },
)

export type ButtonLook = VariantProps<typeof buttonStyles>
