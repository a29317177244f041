import { AxeBuilder } from '@axe-core/playwright'
import { expect, type Page, test } from '@playwright/test'
import { signIn } from './support/people.ts'
import { stack } from './support/state.ts'

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']
const PAGES = [
  '/inbox',
  '/inventory',
  '/inventory/requests',
  '/inventory/requests/new',
  '/inventory/successions',
  '/inventory/offboardings',
  '/access?view=mine',
  '/access?view=all',
  '/access/leases?view=all',
  '/access/new',
  '/posture',
  '/posture/findings',
  '/evidence',
  '/policies',
  '/policies/boundaries',
  '/policies/boundaries/workload/production',
  '/systems',
  '/systems/new',
  '/settings',
  '/settings/teams',
  '/settings/tokens',
  '/no-such-page',
]

async function violations(page: Page) {
  const { violations: found } = await new AxeBuilder({ page }).withTags(TAGS).exclude('[data-base-ui-focus-guard]').analyze()
  return found.map(({ id, nodes }) => `${page.url()} ${id}: ${nodes.map((node) => node.html.slice(0, 200)).join(' | ')}`)
}

async function firstLink(page: Page, list: string, prefix: string): Promise<string | null> {
  await page.goto(list)
  const link = page.locator(`main a[href^="${prefix}"]`).first()
  return (await link.count()) > 0 ? link.getAttribute('href') : null
}

for (const theme of ['light', 'dark'] as const) {
  test(`no page violates WCAG 2.2 AA in ${theme} colours, wide or narrow`, async ({ browser }) => {
    test.setTimeout(240_000)
    const page = await signIn(browser, 'admin')
    await page.context().addCookies([{ name: 'theme', value: theme, url: page.url() }])
    const details = [
      await firstLink(page, '/inventory', '/inventory/nhi_'),
      await firstLink(page, '/inventory', '/inventory/nhi_').then((path) => path && `${path}/paths`),
      await firstLink(page, '/posture/findings', '/posture/findings/fnd_'),
      await firstLink(page, '/systems', '/systems/sys_'),
      await firstLink(page, '/access?view=all', '/access/requests/req_'),
      await firstLink(page, '/access/leases?view=all', '/access/leases/lse_'),
    ].filter((path) => path !== null)
    const found: string[] = []
    for (const path of [...PAGES, ...details]) {
      await page.setViewportSize({ width: 1440, height: 900 })
      await page.goto(path)
      await page.waitForLoadState('networkidle')
      found.push(...(await violations(page)))
      await page.setViewportSize({ width: 390, height: 844 })
      const sideways = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
      if (sideways > 0) found.push(`${page.url()} scrolls sideways by ${sideways} px at 390 px`)
      found.push(...(await violations(page)))
    }
    expect(found).toEqual([])
  })
}

test('the sign-in page does not violate WCAG 2.2 AA', async ({ page }) => {
  await page.goto(`${stack().url}/signin`)
  expect(await violations(page)).toEqual([])
})
