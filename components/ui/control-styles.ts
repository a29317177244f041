/** The look that text inputs, text areas and select triggers share. */
export const CONTROL =
  'w-full rounded-md border border-line-control/80 bg-surface px-2.5 text-sm text-ink transition-colors duration-100 hover:not-disabled:border-line-control disabled:cursor-not-allowed disabled:bg-sunken disabled:text-faint [&[readonly]]:bg-sunken aria-invalid:border-bad-mark focus-visible:outline-offset-0'
