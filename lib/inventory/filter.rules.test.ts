import { describe, expect, test } from 'vitest'
import { filterClauses, filterSearch, inventoryHref } from './filter.rules.ts'
import { IdentityFilter } from './schemas.ts'

const SYSTEM = 'sys_01k8m4z1f7e5m9v3x2c1b0a9q8'
const PERSON = 'usr_01k8m4z1f7e5m9v3x2c1b0a9q8'
const TEAM = 'tea_01k8m4z1f7e5m9v3x2c1b0a9q8'
const names = { teams: [{ id: TEAM, name: 'Payments' }], systems: [{ id: SYSTEM, name: 'Orders database' }], people: [{ id: PERSON, name: 'Ada Byron' }] }
const read = (search: string) => {
  const record: Record<string, string | string[]> = {}
  const params = new URLSearchParams(search)
  for (const key of new Set(params.keys())) {
    const values = params.getAll(key)
    record[key] = values.length > 1 ? values : (values[0] ?? '')
  }
  return IdentityFilter.parse(record)
}

describe('the inventory URL', () => {
  test.each([
    'class=nonsense&system=1&owner=%00&team=us&sponsor=nobody&lifecycle=larva&environment=moon&governed=perhaps&missing=head&expiry=soon&lastUsed=x&privileged=1&state=gone&sort=attributes&dir=up&cols=a,b',
    'q=&q=x&sort=&sort=name&dir[]=asc',
    'cursor=%00',
  ])('a bad one never breaks: %s', (search) => {
    expect(read(search)).toMatchObject({ q: '', class: [], environment: [], state: 'present', sort: 'name', dir: 'asc', cols: [] })
  })

  test('one class and several read the same way, and unknown ones are left out', () => {
    expect(read('class=server').class).toEqual(['server'])
    expect(read('class=workload&class=server&class=oven&class=server').class).toEqual(['workload', 'server'])
  })

  test('text is trimmed, its spaces are single, and it holds no NUL', () => {
    expect(read('q=++pay%00roll+++prod ').q).toBe('payroll prod')
  })

  test.each([
    '',
    'q=payroll',
    `q=a+b&class=workload&class=server&system=${SYSTEM}&owner=nobody&environment=production&environment=staging&governed=no&missing=purpose&has=expiry`,
    'expiry=30d&lastUsed=not-90d&privileged=yes&state=vanished&sort=expiresAt&dir=desc&cursor=abc&cols=name%2Cowner',
    `owner=${PERSON}`,
    `owner=nobody&team=${TEAM}&sponsor=me&lifecycle=quarantined`,
  ])('what is written is read again, in one order: %s', (search) => {
    expect(filterSearch(read(search))).toBe(search)
    const shuffled = search.split('&').toReversed().join('&')
    expect(filterSearch(read(shuffled))).toBe(search)
  })

  test('defaults are left out', () => {
    expect(filterSearch(read('q=&state=present&sort=name&dir=asc&cols='))).toBe('')
    expect(inventoryHref({})).toBe('/inventory')
    expect(inventoryHref({ owner: 'nobody', class: ['ai_agent'] })).toBe('/inventory?class=ai_agent&owner=nobody')
  })
})

describe('the chips of a filter read as a sentence', () => {
  test.each([
    ['owner=nobody', 'owner is nobody'],
    ['owner=me', 'owner is me'],
    [`team=${TEAM}`, 'team is Payments'],
    [`sponsor=${PERSON}`, 'sponsor is Ada Byron'],
    ['lifecycle=planned', 'lifecycle is planned'],
    [`owner=${PERSON}`, 'owner is Ada Byron'],
    [`system=${SYSTEM}`, 'system is Orders database'],
    ['environment=staging&environment=production', 'environment is production or staging'],
    ['class=ai_agent&class=workload', 'class is Workload or AI agent'],
    ['lastUsed=not-90d', 'last used before 90 days'],
    ['lastUsed=unknown', 'last used unknown: the source does not say'],
    ['missing=purpose', 'is missing a purpose'],
    ['has=owner', 'has an owner'],
    ['expiry=expired', 'expiry is past'],
    ['governed=no', 'governed is no'],
    ['privileged=yes', 'privileged is yes'],
    ['state=vanished', 'state is gone from its system'],
    ['q=pay+prod', 'text has pay and prod'],
    ['q=pay&owner=nobody&lastUsed=30d', 'text has pay · owner is nobody · last used within 30 days'],
    ['', ''],
    ['sort=owner&dir=desc&cursor=x&cols=name', ''],
  ])('%s → %s', (search, sentence) => {
    expect(
      filterClauses(read(search), names)
        .map(({ text }) => text)
        .join(' · '),
    ).toBe(sentence)
  })

  test('a system that is not known any more stands with its id', () => {
    expect(filterClauses(read(`system=${SYSTEM}`), { systems: [], people: [] })).toEqual([{ param: 'system', text: `system is ${SYSTEM}` }])
  })
})
