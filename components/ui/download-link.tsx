import { Download } from 'lucide-react'
import { buttonStyles, type ButtonLook } from './button-styles.ts'

type DownloadLinkProps = ButtonLook & { href: string; children: string }

/** A link to a file that a route streams (CSV, evidence pack): a plain anchor, never prefetched. Props: `href`, `children` ("Download CSV"), `variant`, `size`. */
export function DownloadLink({ href, children, variant, size }: DownloadLinkProps) {
  return (
    <a href={href} download className={buttonStyles({ variant, size })}>
      <Download aria-hidden="true" />
      {children}
    </a>
  )
}
