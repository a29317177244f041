import { beforeAll, describe, expect, test } from 'vitest'
import { actorOf, contextFor, testData } from '#lib/testing/contexts.ts'
import { anIdentity, aPerson, aSystem, aTeam } from '#lib/testing/factories.ts'
import { countIdentities, exportIdentities, listIdentities, showIdentity } from '../queries.ts'

const data = await testData()
const { db } = data
const people: Record<string, Awaited<ReturnType<typeof aPerson>>> = {}
let payments: Awaited<ReturnType<typeof aTeam>>

beforeAll(async () => {
  for (const name of ['owner', 'backup', 'sponsor', 'member', 'stranger']) people[name] = await aPerson(db, { name })
  payments = await aTeam(db, [actor('member')])
  const database = await aSystem(db)
  const fallen = await aSystem(db, { teamId: payments.id })
  const other = await aTeam(db)
  await anIdentity(db, { systemId: database.id, name: 'owned', ownerId: actor('owner').id, backupIds: [actor('backup').id], sponsorId: actor('sponsor').id })
  await anIdentity(db, { systemId: database.id, name: 'of the team', teamId: payments.id })
  await anIdentity(db, { systemId: fallen.id, name: 'of its system' })
  await anIdentity(db, { systemId: fallen.id, name: 'of another team', teamId: other.id })
  const view = await anIdentity(db, { systemId: database.id, name: 'another view', ownerId: actor('owner').id })
  await db.identity.update({ where: { id: view.id }, data: { mergedIntoId: (await db.identity.findFirstOrThrow({ where: { name: 'owned' } })).id } })
})

function actor(name: string) {
  const person = people[name]
  if (!person) throw new Error(`nobody is called ${name}`)
  return person
}

describe('who sees an identity, in the list, the count, the download and on its page', () => {
  test.each([
    ['owner', ['owned']],
    ['backup', ['owned']],
    ['sponsor', ['owned']],
    ['member', ['of its system', 'of the team']],
    ['stranger', []],
  ])('%s: %j', async (name, seen) => {
    const context = contextFor(data, actorOf(actor(name)))
    const { rows } = await listIdentities(context, {})
    expect(rows.map((row) => row.name)).toEqual(seen)
    expect(await countIdentities(context, {})).toEqual({ count: seen.length, capped: false })
    const lines: string[] = []
    for await (const line of await exportIdentities(context, { cols: ['team'] })) lines.push(line.trimEnd())
    expect(lines).toEqual(['Name,Team', ...seen.map((row) => `${row},${name === 'member' ? payments.name : ''}`)])
    for (const each of await db.identity.findMany({ where: { mergedIntoId: null } })) {
      const shown = showIdentity(context, { id: each.id })
      await (seen.some((one) => one === each.name) ? shown : expect(shown).rejects.toMatchObject({ code: 'not_found' }))
    }
  })

  test('a team filter finds its own, and what falls to it by its system', async () => {
    const context = contextFor(data, { ...actorOf(actor('stranger')), roles: ['auditor'] })
    const { rows } = await listIdentities(context, { team: payments.id })
    expect(rows.map(({ name, team }) => [name, team?.own])).toEqual([
      ['of its system', false],
      ['of the team', true],
    ])
    expect((await listIdentities(context, { sponsor: actor('sponsor').id })).rows.map(({ name }) => name)).toEqual(['owned'])
    expect((await listIdentities(context, { lifecycle: 'planned' })).rows).toEqual([])
  })
})
