import { describe, expect, it } from 'vitest'
import { detectFormat } from '../detect-format.ts'
import { countIndependently, countRecords, nonZero } from '../testing/count-independently.ts'
import { bytesOf, ofType, readAll } from '../testing/read-all.ts'
import { fixture, REAL_EXPORTS_ARE_HERE, recordedBodies } from '../testing/unwrap-data.ts'

if (!REAL_EXPORTS_ARE_HERE) console.info('Counts of real Okta exports are not compared: python3 or ../shared/data is not here')

/** The answers of one recording in one list, as `jq -s add` puts them. */
const recorded = (url: RegExp) => recordedBodies('jupiterone-okta/steps.json', url).flat()

const FILES: [name: string, content: () => unknown[]][] = [
  ['recorded apps', () => recorded(/\/v1\/apps$/)],
  ['recorded roles', () => recorded(/\/roles$/)],
  ['recorded users', () => recorded(/\/v1\/users$/)],
  ['recorded assignments of apps', () => recorded(/\/apps\/[^/]+\/(users|groups)$/)],
  ['everything of the recording in one list', () => [...recorded(/\/v1\/apps$/), ...recorded(/\/v1\/users/), ...recorded(/\/apps\/[^/]+\/(users|groups)$/)]],
  ['members of a group, of fixtures', () => fixture('okta.groups', 'GROUP_MEMBERS_SAMPLE_DATA') as unknown[]],
]

describe.skipIf(!REAL_EXPORTS_ARE_HERE)('a real Okta export', () => {
  it.each(FILES)('holds what an independent script counts in it: %s', async (_name, content) => {
    const text = JSON.stringify(content())
    const { format } = await detectFormat(bytesOf(text))
    expect(format.kind).toBe('okta-objects')
    const { records, summary } = await readAll(format, text)
    const held = {
      ...countRecords(records),
      secrets: ofType(records, 'credential').filter(({ kind }) => kind === 'oauth_client_secret').length,
      users: summary?.counts['users'] ?? 0,
      appUsers: summary?.counts['appUsers'] ?? 0,
    }
    expect(nonZero(held)).toEqual(nonZero(countIndependently('count_okta.py', text)))
  })

  it('makes a human admin of each of the five who hold a role, and of nobody else', async () => {
    const text = JSON.stringify([...recorded(/\/v1\/users$/), ...recorded(/\/roles$/)])
    const { records, summary } = await readAll((await detectFormat(bytesOf(text))).format, text)
    const people = ofType(records, 'identity')
    expect(people.map((one) => [one.class, one.privileged, one.privilegedConfidence])).toEqual(people.map(() => ['human_admin', true, 'certain']))
    expect(people).toHaveLength(5)
    expect(summary).toMatchObject({ scope: 'dev-857255.okta.com', counts: { users: 6, roles: 5 } })
  })
})
