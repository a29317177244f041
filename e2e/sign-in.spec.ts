import { expect, test } from '@playwright/test'
import pg from 'pg'
import { PEOPLE, signIn, signInAtProvider, watchConsole } from './support/people.ts'
import { stack } from './support/state.ts'

test('nobody sees a page before signing in, and comes to the page that they wanted after it', async ({ browser }) => {
  const page = await (await browser.newContext({ baseURL: stack().url })).newPage()
  watchConsole(page)
  await page.goto('/posture')
  await expect(page).toHaveURL(/\/signin\?next=%2Fposture/)
  await signInAtProvider(page, 'ciso')
  await expect(page.getByRole('heading', { name: 'Posture' })).toBeVisible()
})

test('somebody without a Tenure group does not come in, and is told what to do', async ({ browser }) => {
  const page = await (await browser.newContext({ baseURL: stack().url })).newPage()
  await page.goto('/signin')
  await signInAtProvider(page, 'stranger')
  await expect(page.getByText('has no role in Tenure yet')).toBeVisible()
})

test('signing out ends the session on the server: its cookie is worth nothing afterwards', async ({ browser }) => {
  const page = await signIn(browser, 'auditor')
  const cookies = await page.context().cookies()
  await page
    .getByRole('button', { name: new RegExp(PEOPLE.auditor.name) })
    .first()
    .click()
  await page.getByRole('menuitem', { name: 'Sign out' }).click()
  await expect(page).toHaveURL(/\/signin/)
  await page.context().addCookies(cookies)
  await page.goto('/inbox')
  await expect(page).toHaveURL(/\/signin/)
})

test('a session whose row is deleted, and a person who is no longer active, are out at once', async ({ browser }) => {
  const page = await signIn(browser, 'ciso')
  const client = new pg.Client({ connectionString: stack().databaseUrl })
  await client.connect()
  await client.query('UPDATE app_user SET active = false WHERE email = $1', [PEOPLE.ciso.email])
  await page.goto('/inventory')
  await expect(page).toHaveURL(/\/signin/)
  await client.query('UPDATE app_user SET active = true WHERE email = $1', [PEOPLE.ciso.email])
  await client.end()
})

test('an auditor reads everything and changes nothing: what the screen hides, the server refuses', async ({ browser }) => {
  const page = await signIn(browser, 'auditor')
  await page.goto('/systems')
  await expect(page.getByRole('link', { name: 'Connect a system' })).toHaveCount(0)
  await page.goto('/systems/new')
  await expect(page.getByText('There is nothing here')).toBeVisible()
  await page.goto('/access/new')
  await expect(page.getByText('Auditors read everything and change nothing')).toBeVisible()
  expect((await page.request.post('/api/uploads/sys_00000000000000000000000000?name=x', { data: 'x' })).status()).toBe(403)
})

test('web and control plane say that they are ready', async ({ request }) => {
  for (const base of [stack().url, stack().controlPlane]) {
    expect((await request.get(`${base}/healthz`)).status()).toBe(200)
    expect((await request.get(`${base}/readyz`)).status()).toBe(200)
  }
})
