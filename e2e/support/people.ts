import { type Browser, expect, type Page } from '@playwright/test'
import { stack } from './state.ts'

export const PEOPLE = {
  admin: { name: 'Edda Engineer', email: 'edda@example.test', groups: ['tenure-admin'] },
  owner: { name: 'Olaf Owner', email: 'olaf@example.test', groups: ['tenure-owner'] },
  approver: { name: 'Ada Approver', email: 'ada@example.test', groups: ['tenure-approver'] },
  auditor: { name: 'Aino Auditor', email: 'aino@example.test', groups: ['tenure-auditor'] },
  ciso: { name: 'Carla Chief', email: 'carla@example.test', groups: ['tenure-ciso'] },
  stranger: { name: 'Sven Stranger', email: 'sven@example.test', groups: ['some-other-group'] },
} as const
export type Who = keyof typeof PEOPLE

/** Opens a browser of their own for a person and signs them in at the company's provider. */
export async function signIn(browser: Browser, who: Who): Promise<Page> {
  const context = await browser.newContext({ baseURL: stack().url, viewport: { width: 1440, height: 900 } })
  const page = await context.newPage()
  watchConsole(page)
  await page.goto('/signin')
  await signInAtProvider(page, who)
  await expect(page.getByRole('heading', { name: 'Inbox' })).toBeVisible()
  return page
}

/** From our sign-in page through the provider's own pages and back. */
export async function signInAtProvider(page: Page, who: Who): Promise<void> {
  await page.getByRole('button', { name: 'Sign in with your company account' }).click()
  await page.getByPlaceholder('Enter any login').fill(PEOPLE[who].email)
  await page.getByPlaceholder('and password').fill('not checked by this provider')
  await page.getByRole('button', { name: 'Sign-in' }).click()
  await page.getByRole('button', { name: 'Continue' }).click()
}

/** A page that complains in the console fails its test. */
export function watchConsole(page: Page): void {
  page.on('console', (message) => {
    // The provider's own pages carry a policy of theirs, and a page that is not there is told by the browser itself.
    if (page.url().endsWith('/no-such-page')) return
    if (message.type() === 'error' && page.url().startsWith(stack().url)) throw new Error(`The console says on ${page.url()}: ${message.text()}`)
  })
  page.on('pageerror', (error) => {
    throw error
  })
}
