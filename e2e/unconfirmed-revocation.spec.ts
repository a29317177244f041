import { expect, test } from '@playwright/test'
import pg from 'pg'
import { signIn } from './support/people.ts'
import { stack } from './support/state.ts'
import { approveAndOpenLease, choose, connectAndDiscover, offerReader, publishFirstPolicies, visit } from './support/steps.ts'

test('a target that says “dropped” while the account stays raises an alarm that does not go away by itself', async ({ browser }) => {
  test.setTimeout(180_000)
  const [admin, owner, approver] = [await signIn(browser, 'admin'), await signIn(browser, 'owner'), await signIn(browser, 'approver')]
  await publishFirstPolicies(admin)
  await connectAndDiscover(admin, 'Lying orders', stack().target.lyingPort)
  await offerReader(admin, 'Read orders by a liar')

  await visit(owner, '/access/new')
  if (await owner.getByText('Choose the system first').isVisible()) await choose(owner, 'System', /Lying orders/)
  await choose(owner, 'Privilege', /Read orders by a liar/)
  await owner.getByLabel('Purpose').fill('see what happens when the target lies')
  await owner.getByLabel('Ticket').fill('OPS-8')
  await owner.getByRole('button', { name: 'Send request' }).click()
  await expect(owner.getByText('This is your own request: somebody else decides on it')).toBeVisible()
  await approveAndOpenLease(approver, 'Read orders by a liar')
  await visit(owner, approver.url())
  await owner.getByRole('button', { name: 'I’m done' }).click()
  await owner.getByRole('dialog').getByRole('button', { name: 'I’m done' }).click()

  await expect(owner.getByText(/The end of this lease is not confirmed/)).toBeVisible({ timeout: 90_000 })
  await expect(owner.getByText('Unconfirmed', { exact: true }).first()).toBeVisible()
  await expect(owner.getByText('Not known yet')).toBeVisible()
  await visit(admin, '/inbox')
  await expect(admin.getByRole('heading', { name: /Revocations that are not confirmed/ })).toBeVisible()

  const account = /tenure_lse_\w+/.exec(await owner.locator('main').innerText())?.[0] ?? ''
  const client = new pg.Client({
    host: '127.0.0.1',
    port: stack().target.port,
    database: 'postgres',
    user: 'tenure',
    password: stack().target.superuserPassword,
  })
  await client.connect()
  expect((await client.query('SELECT 1 FROM pg_roles WHERE rolname = $1', [account])).rowCount).toBe(1)
  await client.end()
})
