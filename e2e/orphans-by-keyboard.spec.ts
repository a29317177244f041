import { expect, type Locator, type Page, test } from '@playwright/test'
import pg from 'pg'
import { IdentityId, SystemId, TeamId } from '#lib/core/ids.ts'
import { PEOPLE, signIn } from './support/people.ts'
import { stack } from './support/state.ts'
import { untilAlive } from './support/steps.ts'

const TEAM = 'Payroll people'
const SYSTEM = 'Payroll database'
const ORPHANS = ['payroll-export', 'payroll-import', 'payroll-mail']

/** A team to which a system falls that has three orphans, and beside it an orphan that is not theirs. Their findings are derived as after any change. */
async function seed(): Promise<{ systemId: string }> {
  const client = new pg.Client({ connectionString: stack().databaseUrl })
  await client.connect()
  const [teamId, systemId, otherId] = [TeamId.create(), SystemId.create(), SystemId.create()]
  await client.query('INSERT INTO team (id, name, created_at) VALUES ($1, $2, now())', [teamId, TEAM])
  await client.query(
    `INSERT INTO system (id, kind, name, environment, team_id) VALUES ($1, 'aws_iam', $2, 'production', $3), ($4, 'aws_iam', 'Somebody else’s', 'production', NULL)`,
    [systemId, SYSTEM, teamId, otherId],
  )
  const identities = [...ORPHANS.map((name) => ({ name, system: systemId })), { name: 'not-theirs', system: otherId }]
  for (const { name, system } of identities)
    await client.query(
      `INSERT INTO identity (id, system_id, external_id, name, class, class_reason, first_seen_at, last_seen_at) VALUES ($1, $2, $3, $3, 'service_account', 'It logs in with a password', now(), now())`,
      [IdentityId.create(), system, name],
    )
  await client.query(`INSERT INTO outbox (job, data) VALUES ('findings.derive', jsonb_build_object('systemId', $1::text))`, [systemId])
  await client.end()
  return { systemId }
}

/** Presses Tab until something has the focus: as somebody does who has no mouse. */
async function tabTo(page: Page, target: Locator): Promise<void> {
  await expect(target).toBeVisible()
  for (let presses = 0; presses < 120; presses++) {
    if (await target.evaluate((element) => element === document.activeElement)) return
    await page.keyboard.press('Tab')
  }
  throw new Error('Tab never came there')
}

async function follow(page: Page, target: Locator): Promise<void> {
  await tabTo(page, target)
  await page.keyboard.press('Enter')
}

const orphanRows = (page: Page) => page.getByRole('row').filter({ hasText: 'payroll-' })

/** Selects one row, takes all that match, and gives them to the owner with a reason. */
async function assignAll(page: Page): Promise<void> {
  await expect(orphanRows(page)).toHaveCount(ORPHANS.length)
  await page.keyboard.press('j')
  await expect(page.getByRole('link', { name: 'payroll-export' })).toBeFocused()
  await page.keyboard.press('x')
  await expect(page.getByText('1 selected')).toBeVisible()
  await page.keyboard.press('Shift+A')
  await expect(page.getByText('All that match the filter.')).toBeVisible()
  await page.keyboard.press('a')
  const dialog = page.getByRole('dialog', { name: /Who answers for/ })
  await expect(dialog.getByRole('status', { name: 'What this will do' })).toContainText(`3 identities on ${SYSTEM} (3)`)

  await tabTo(page, dialog.getByRole('combobox', { name: 'Owner' }))
  await page.keyboard.press('Enter')
  const option = page.getByRole('option', { name: new RegExp(PEOPLE.owner.name) })
  await expect(option).toBeVisible()
  const highlighted = async () => (await option.getAttribute('data-highlighted')) !== null
  for (let presses = 0; presses < 50 && !(await highlighted()); presses++) await page.keyboard.press('ArrowDown')
  expect(await highlighted()).toBe(true)
  await page.keyboard.press('Enter')
  await expect(dialog.getByRole('combobox', { name: 'Owner' })).toContainText(PEOPLE.owner.name)
  await tabTo(page, dialog.getByRole('textbox', { name: 'Reason' }))
  await page.keyboard.type('Agreed with the payroll people')
  await follow(page, dialog.getByRole('button', { name: 'Assign owner to 3 identities' }))
  await expect(page.getByText(`${PEOPLE.owner.name} owns 3 identities`).first()).toBeVisible()
  await expect(orphanRows(page)).toHaveCount(0)
}

/** The findings of the rule on the system, read again until the worker has derived them. */
async function expectFindings(page: Page, systemId: string, state: string, count: number): Promise<void> {
  await expect(async () => {
    await page.goto(`/posture/findings?rule=orphaned&system=${systemId}&state=${state}`)
    await expect(page.getByRole('heading', { name: 'Findings' })).toBeVisible()
    await expect(orphanRows(page)).toHaveCount(count, { timeout: 1_000 })
  }).toPass({ timeout: 30_000 })
}

test('by keyboard alone: the orphans of a team are found, assigned, taken back and assigned again, and their findings close', async ({ browser }) => {
  test.setTimeout(180_000)
  const { systemId } = await seed()
  // Whoever is to be chosen has signed in once.
  await (await signIn(browser, 'owner')).context().close()
  const page = await signIn(browser, 'admin')
  await expectFindings(page, systemId, 'open', ORPHANS.length)

  await untilAlive(page)
  await page.keyboard.press('g')
  await page.keyboard.press('t')
  await expect(page.getByRole('heading', { name: 'Settings' })).toBeVisible()
  await untilAlive(page)
  await follow(page, page.getByRole('link', { name: 'Teams', exact: true }))
  await follow(page, page.getByRole('link', { name: new RegExp(`Open its orphans ?: ?${TEAM}`) }))
  await expect(page.getByRole('heading', { name: 'Inventory' })).toBeVisible()
  await untilAlive(page)
  await expect(page.getByText('not-theirs')).toHaveCount(0)

  await assignAll(page)
  await page.keyboard.press('F6')
  await follow(page, page.getByRole('button', { name: 'Undo', exact: true }))
  await expect(page.getByText('Undone')).toBeVisible()
  await assignAll(page)
  await expectFindings(page, systemId, 'open', 0)
  await expectFindings(page, systemId, 'closed', ORPHANS.length)
})
