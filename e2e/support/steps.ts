import { expect, type Page } from '@playwright/test'
import { stack } from './state.ts'

/** Waits until the page answers to clicks: React has taken over what the server sent. */
export async function untilAlive(page: Page): Promise<void> {
  await page.waitForFunction(() => Object.keys(document.querySelector('main *') ?? {}).some((key) => key.startsWith('__reactProps')))
}

/** Opens one of our pages and waits until it answers. */
export async function visit(page: Page, path: string): Promise<void> {
  await page.goto(path)
  await untilAlive(page)
}

/** Chooses an option of one of our selects. */
export async function choose(page: Page, field: string, option: string | RegExp): Promise<void> {
  await untilAlive(page)
  await page.getByRole('combobox', { name: field }).click()
  await page.getByRole('option', { name: option }).click()
}

/** Publishes the policies that the editor offers, unless some are in force already. */
export async function publishFirstPolicies(admin: Page): Promise<void> {
  await visit(admin, '/policies')
  if (await admin.getByText('decides every request').isVisible()) return
  await admin.getByLabel('What changes and why').fill('the policies that we start with')
  await admin.getByRole('button', { name: 'Publish version 1' }).click()
  await expect(admin.getByText('Version 1 decides every request')).toBeVisible()
}

/** Fills the form for the test's PostgreSQL, reached over `port`, and tries it. */
export async function fillConnection(admin: Page, name: string, port: number): Promise<void> {
  const { target } = stack()
  await visit(admin, '/systems/new')
  await choose(admin, 'Kind', /PostgreSQL/)
  await admin.getByLabel('Name', { exact: true }).fill(name)
  await choose(admin, 'Environment', 'production')
  await admin.getByLabel('Host').fill(target.host)
  await admin.getByLabel('Port').fill(String(port))
  await admin.getByLabel(/^Database/).fill(target.database)
  await admin.getByLabel('User name').fill(target.username)
  await admin.getByLabel('Password').fill(target.password)
  await choose(admin, 'TLS', 'disable')
}

/** Connects the test's PostgreSQL and discovers it. Leaves the page on the system. */
export async function connectAndDiscover(admin: Page, name: string, port: number): Promise<void> {
  await fillConnection(admin, name, port)
  await admin.getByRole('button', { name: 'Connect system' }).click()
  await expect(admin.getByRole('heading', { name })).toBeVisible()
  await admin.getByRole('button', { name: 'Discover now' }).click()
  await expect(admin.getByText(/Identities: \d+ new/)).toBeVisible({ timeout: 30_000 })
}

/** Offers the group role app_reader of the system that the page shows. */
export async function offerReader(admin: Page, title: string): Promise<void> {
  await admin.getByRole('button', { name: 'Offer app_reader' }).click()
  await admin.getByLabel('Title').fill(title)
  await admin.getByLabel('What it lets its holder do').fill('Reads every table of the app schema, and changes nothing')
  await choose(admin, 'Risk', 'medium')
  await admin.getByRole('button', { name: 'Offer privilege' }).click()
  await expect(admin.getByText('Offered', { exact: true })).toBeVisible()
}

/** Approves the request whose privilege has this title, and opens its lease once it is active. */
export async function approveAndOpenLease(approver: Page, title: string): Promise<void> {
  await visit(approver, '/access?view=queue')
  await approver.getByRole('link', { name: title }).click()
  await approver.getByRole('button', { name: 'Approve request' }).click()
  await approver.getByRole('link', { name: 'Open the lease' }).click()
  await expect(approver.getByText('Active', { exact: true })).toBeVisible({ timeout: 20_000 })
}
