import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from '@playwright/test'
import { signIn } from './support/people.ts'
import { choose, visit } from './support/steps.ts'

const ROOT = path.resolve(import.meta.dirname, '..')
const FILE = path.resolve(ROOT, '../shared/data/_own-captures/aws-iam-moto-5.2.4/account-authorization-details.json')

test('a real AWS export is uploaded, and the inventory counts what an independent script counts in the file', async ({ browser }) => {
  test.skip(!existsSync(FILE), `skipped: ${path.relative(ROOT, FILE)} is not there`)
  const counted = JSON.parse(execFileSync('python3', [path.join(ROOT, 'scripts/count-aws-export.py'), FILE], { encoding: 'utf8' })) as {
    users: number
    roles: number
  }
  const page = await signIn(browser, 'admin')
  await visit(page, '/systems/new')
  await choose(page, 'Kind', /AWS IAM/)
  await page.getByLabel('Name', { exact: true }).fill('AWS')
  await choose(page, 'Environment', 'production')
  await page.getByRole('button', { name: 'Connect system' }).click()
  await page.getByLabel('File', { exact: true }).setInputFiles(FILE)
  await page.getByRole('button', { name: 'Import file' }).click()
  await expect(page.getByText(/Identities: \d+ new/)).toBeVisible({ timeout: 30_000 })
  await page.getByRole('link', { name: 'Open its inventory' }).click()
  const total = counted.users + counted.roles
  await expect(page.getByText(`${total} of ${total} identities`)).toBeVisible()

  await visit(page, '/systems')
  await page.getByRole('link', { name: 'AWS', exact: true }).click()
  await page
    .getByLabel('File', { exact: true })
    .setInputFiles({ name: 'cut.json', mimeType: 'application/json', buffer: Buffer.from('{"UserDetailList": [{"Path": "/", "UserName": "x"') })
  await page.getByRole('button', { name: 'Import file' }).click()
  await expect(page.getByText(/line \d+/).first()).toBeVisible({ timeout: 30_000 })
})
