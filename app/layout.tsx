import type { Metadata, Viewport } from 'next'
import { cookies } from 'next/headers'
import { connection } from 'next/server'
import type { ReactNode } from 'react'
import { Providers } from '#components/ui/providers.tsx'
import './globals.css'

export const metadata: Metadata = {
  title: { default: 'Tenure', template: '%s · Tenure' },
  description: 'Every machine identity has an owner, a purpose and an end date, and there is proof of all three.',
  icons: { icon: '/icon.svg' },
  robots: { index: false, follow: false },
}

export const viewport: Viewport = { width: 'device-width', initialScale: 1, colorScheme: 'light dark' }

/** Around every page. Waits for the request, so that each page is rendered with the nonce that its scripts need. */
export default async function RootLayout({ children }: { children: ReactNode }) {
  await connection()
  const theme = (await cookies()).get('theme')?.value
  return (
    // `system`, or no choice yet, leaves it to the operating system (tokens.css): no script, no flash.
    <html lang="en" {...(theme === 'light' || theme === 'dark' ? { 'data-theme': theme } : {})} suppressHydrationWarning>
      <body>
        <Providers>{children}</Providers>
      </body>
    </html>
  )
}
