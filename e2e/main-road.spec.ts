import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, type Page, test } from '@playwright/test'
import pg from 'pg'
import { unzip, zipTo } from '#lib/testing/sample-pack.ts'
import { PEOPLE, signIn } from './support/people.ts'
import { stack } from './support/state.ts'
import { choose, fillConnection, offerReader, publishFirstPolicies, visit } from './support/steps.ts'

test.describe.configure({ mode: 'serial' })
const ROOT = path.resolve(import.meta.dirname, '..')

let pages: Record<'admin' | 'owner' | 'approver' | 'auditor', Page>
test.beforeAll(async ({ browser }) => {
  test.setTimeout(120_000)
  pages = {
    admin: await signIn(browser, 'admin'),
    owner: await signIn(browser, 'owner'),
    approver: await signIn(browser, 'approver'),
    auditor: await signIn(browser, 'auditor'),
  }
})

const logIn = async (account: string, secret: string) => {
  const { host, port, database } = stack().target
  const client = new pg.Client({ host, port, database, user: account, password: secret })
  client.on('error', () => {})
  await client.connect()
  return client
}

test('an engineer publishes policies and connects a live PostgreSQL, and discovery finds its roles', async () => {
  const page = pages.admin
  await publishFirstPolicies(page)
  await fillConnection(page, 'Orders', stack().target.port)
  await page.getByRole('button', { name: 'Test connection' }).click()
  await expect(page.getByText('Connected as tenure_broker')).toBeVisible()
  await page.getByRole('button', { name: 'Connect system' }).click()
  await expect(page.getByRole('heading', { name: 'Orders' })).toBeVisible()

  await page.getByRole('button', { name: 'Discover now' }).click()
  await expect(page.getByText(/Identities: \d+ new/)).toBeVisible({ timeout: 30_000 })
  await page.getByRole('link', { name: 'Open its inventory' }).click()
  await expect(page.getByRole('link', { name: 'app_reader' })).toBeVisible()
})

test('she gives an identity an owner, a purpose, an environment and an expiry, each with a reason', async () => {
  const page = pages.admin
  await page.getByRole('link', { name: 'tenure_discovery' }).click()
  await expect(page.getByText('Ungoverned')).toBeVisible()
  const change = async (field: string, fill: () => Promise<unknown>) => {
    await page.getByRole('button', { name: `Change ${field}` }).click()
    await fill()
    await page.getByLabel('Reason').fill(`set with the team, ${field}`)
    await page.getByRole('button', { name: `Save ${field}` }).click()
    await expect(page.getByRole('button', { name: `Save ${field}` })).toHaveCount(0)
  }
  await change('owner', () => choose(page, 'Owner', new RegExp(PEOPLE.owner.name)))
  await change('purpose', () => page.getByLabel('Purpose', { exact: true }).fill('reads the roles of this server for Tenure'))
  await change('environment', () => choose(page, 'Environment', 'production'))
  await change('expiry', () => page.getByLabel('Expiry', { exact: true }).fill(new Date(Date.now() + 90 * 86_400_000).toISOString().slice(0, 10)))
  await expect(page.getByText('Governed', { exact: true })).toBeVisible()
  await expect(page.getByText('set with the team, expiry')).toBeVisible()
})

test('she offers a privilege, an owner asks for it, and sees beforehand that a person decides', async () => {
  await visit(pages.admin, '/systems')
  await pages.admin.getByRole('link', { name: 'Orders' }).click()
  await offerReader(pages.admin, 'Read orders')

  const page = pages.owner
  await visit(page, '/access/new')
  if (await page.getByText('Choose the system first').isVisible()) await choose(page, 'System', /Orders/)
  await choose(page, 'Privilege', /Read orders/)
  await page.getByLabel('Purpose').fill('look into the failed nightly export')
  await expect(page.getByText('Denied: sent like this, policy refuses it')).toBeVisible()
  await page.getByLabel('Ticket').fill('OPS-7')
  await expect(page.getByText('Waits for a person: an approver decides')).toBeVisible()
  await page.getByRole('button', { name: 'Send request' }).click()
  await expect(page.getByText('This is your own request: somebody else decides on it')).toBeVisible()
})

test('an approver sees what it would touch and shortens it; the credential works, is shown once, and only to its holder', async () => {
  const { approver, owner } = pages
  await visit(approver, '/access')
  await approver.getByRole('link', { name: 'Read orders' }).click()
  await expect(approver.getByText('What it would touch')).toBeVisible()
  await expect(approver.getByRole('cell', { name: /orders/ }).first()).toBeVisible()
  await choose(approver, 'Grant for', '30 min')
  await approver.getByRole('button', { name: 'Approve request' }).click()
  await approver.getByRole('link', { name: 'Open the lease' }).click()
  await expect(approver.getByText('Active', { exact: true })).toBeVisible({ timeout: 20_000 })
  await expect(approver.getByRole('button', { name: 'Show the secret once' })).toHaveCount(0)

  await visit(owner, approver.url())
  await owner.getByRole('button', { name: 'Show the secret once' }).click()
  const secret = await owner.getByRole('region', { name: 'secret' }).innerText()
  const login = await owner.getByRole('region', { name: 'login' }).innerText()
  const account = /username=(\S+)/.exec(login)?.[1] ?? ''
  const session = await logIn(account, secret)
  expect((await session.query('SELECT count(*)::int AS n FROM app.orders')).rows).toEqual([{ n: 2 }])
  await expect(session.query('DELETE FROM app.orders')).rejects.toThrow('permission denied')
  await owner.reload()
  await expect(owner.getByText('The secret was shown already')).toBeVisible()

  await owner.getByRole('button', { name: 'I’m done' }).click()
  await owner.getByRole('dialog').getByRole('button', { name: 'I’m done' }).click()
  await expect(owner.getByText('Confirmed dead').first()).toBeVisible({ timeout: 20_000 })
  await expect(owner.getByText('The target itself refused the dead credential')).toBeVisible()
  await expect(session.query('SELECT 1')).rejects.toThrow()
  await expect(logIn(account, secret)).rejects.toMatchObject({ code: '28P01' })
})

test('an auditor downloads a pack that verifies without us; a changed record is named', async ({ browserName: _ }, info) => {
  const page = pages.auditor
  await visit(page, '/evidence')
  await page.getByRole('button', { name: 'Build pack' }).click()
  const downloading = page.waitForEvent('download')
  await page.getByRole('link', { name: 'Download pack' }).first().click()
  const pack = info.outputPath('pack.zip')
  await (await downloading).saveAs(pack)
  const key = info.outputPath('key.pem')
  writeFileSync(key, stack().publicKeyPem)

  const verify = (file: string) =>
    spawnSync(process.execPath, [path.join(ROOT, 'bin/tenure.mjs'), 'verify', file, '--key', key], {
      encoding: 'utf8',
      env: { PATH: process.env['PATH'], NODE_ENV: 'production' },
    })
  const good = verify(pack)
  expect(good.stdout).toMatch(/good/i)
  expect(good.status).toBe(0)

  const files = await unzip(pack)
  const entries = files.get('audit/entries.jsonl')?.toString('utf8').split('\n') ?? []
  const changed = entries.findIndex((line) => line.includes('"grantedSeconds":1800'))
  const line = entries[changed] ?? ''
  const { position, entry } = JSON.parse(line) as { position: number; entry: { id: string } }
  entries[changed] = line.replace('"grantedSeconds":1800', '"grantedSeconds":1900')
  expect(entries[changed]).not.toBe(line)
  const forged = info.outputPath('forged.zip')
  await zipTo(
    forged,
    [...files].map(([name, bytes]) => ({ name, bytes: name === 'audit/entries.jsonl' ? Buffer.from(entries.join('\n')) : bytes })),
  )
  const bad = verify(forged)
  expect(bad.status).toBe(1)
  expect(bad.stdout).toContain(entry.id)
  expect(bad.stdout).toContain(String(position))
})
