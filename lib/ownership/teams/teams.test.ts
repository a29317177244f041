import { beforeEach, describe, expect, test } from 'vitest'
import type { Actor } from '#lib/core/actor.ts'
import { listIdentities } from '#lib/inventory/queries.ts'
import { actorOf, contextFor, someone, testData } from '#lib/testing/contexts.ts'
import { anIdentity, aPerson, aSystem, aTeam } from '#lib/testing/factories.ts'
import { changeMembers } from './change-members.ts'
import { createTeam } from './create-team.ts'
import { listTeams, showTeam } from './queries.ts'
import { renameTeam } from './rename-team.ts'
import { setSystemTeam } from './set-system-team.ts'
import { setTeamLead } from './set-team-lead.ts'

const data = await testData()
const { db } = data
const as = (actor: Actor) => contextFor(data, actor)
const admin = someone('admin')
const ada = await aPerson(db, { name: 'Ada Byron' })
const grace = await aPerson(db, { name: 'Grace Hopper' })
const left = await aPerson(db, { active: false })
const system = await aSystem(db)
const entriesOf = (id: string) => db.auditEntry.findMany({ where: { entityId: id }, orderBy: { at: 'asc' } })

let team: Awaited<ReturnType<typeof aTeam>>
beforeEach(async () => {
  team = await aTeam(db, [ada])
})

type Verb = (context: ReturnType<typeof as>, input: unknown) => Promise<{ id: string }>
const VERBS: { name: string; verb: Verb; input: () => Record<string, unknown>; bad: Record<string, unknown>; field: string; on: () => string }[] = [
  { name: 'renameTeam', verb: renameTeam, input: () => ({ id: team.id, name: `${team.name} and more` }), bad: { name: 'x' }, field: 'name', on: () => team.id },
  { name: 'setTeamLead', verb: setTeamLead, input: () => ({ id: team.id, leadId: grace.id }), bad: { leadId: left.id }, field: 'leadId', on: () => team.id },
  {
    name: 'changeMembers',
    verb: changeMembers,
    input: () => ({ id: team.id, add: [grace.id] }),
    bad: { add: [left.id] },
    field: 'memberIds',
    on: () => team.id,
  },
  {
    name: 'setSystemTeam',
    verb: setSystemTeam,
    input: () => ({ systemId: system.id, teamId: team.id }),
    bad: { teamId: 'us' },
    field: 'teamId',
    on: () => system.id,
  },
]

describe.each(VERBS)('$name', ({ name, verb, input, bad, field, on }) => {
  test('works, leaves one audit entry, and does nothing the second time', async () => {
    const before = (await entriesOf(on())).length
    await verb(as(admin), input())
    await verb(as(admin), input())
    const entries = await entriesOf(on())
    expect(entries.slice(before)).toMatchObject([{ action: `ownership.${name}` }])
  })

  test.each(['owner', 'approver', 'ciso', 'auditor'] as const)('is refused to the role %s', async (role) => {
    await expect(verb(as(someone(role)), input())).rejects.toMatchObject({ code: 'forbidden' })
  })

  test('names the field that is wrong, and changes nothing', async () => {
    const before = (await entriesOf(on())).length
    await expect(verb(as(admin), { ...input(), ...bad })).rejects.toMatchObject({ code: 'invalid', fields: { [field]: expect.any(String) } })
    expect(await entriesOf(on())).toHaveLength(before)
  })

  test('does not find a team that is not there', async () => {
    const none = `tea_${'0'.repeat(26)}`
    await expect(verb(as(admin), { ...input(), id: none, teamId: none })).rejects.toMatchObject({ code: 'not_found' })
  })
})

test('two people who say different things at once are both heard, one after the other', async () => {
  const people = await Promise.all(Array.from({ length: 6 }, () => aPerson(db)))
  await Promise.all(people.map(({ id }) => changeMembers(as(admin), { id: team.id, add: [id] })))
  expect((await showTeam(as(admin), { id: team.id })).members).toHaveLength(7)
})

test('a team is made with its lead as a member; a name is taken once', async () => {
  const { id } = await createTeam(as(admin), { name: '  Payments ', leadId: ada.id, memberIds: [grace.id, ada.id] })
  expect(await showTeam(as(someone('auditor')), { id })).toMatchObject({
    name: 'Payments',
    lead: { id: ada.id },
    members: [{ id: ada.id }, { id: grace.id }],
    may: { changeMembers: false },
  })
  expect(await entriesOf(id)).toMatchObject([{ action: 'ownership.createTeam', before: null }])
  const answers = await Promise.allSettled([1, 2].map(() => createTeam(as(admin), { name: 'Billing' })))
  expect(answers.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { code: 'conflict', fields: { name: expect.any(String) } } })
  await expect(renameTeam(as(admin), { id, name: 'Billing' })).rejects.toMatchObject({ code: 'conflict' })
  await expect(createTeam(as(admin), { name: '' })).rejects.toMatchObject({ fields: { name: expect.any(String) } })
  await expect(createTeam(as(admin), { name: 'Ghosts', memberIds: [left.id] })).rejects.toMatchObject({ code: 'invalid' })
  await expect(createTeam(as(someone('owner')), { name: 'Mine' })).rejects.toMatchObject({ code: 'forbidden' })
})

test('a lead says who is of their team, and stays in it while they lead it', async () => {
  await changeMembers(as(actorOf(ada)), { id: team.id, add: [grace.id] })
  await changeMembers(as(actorOf(ada)), { id: team.id, remove: [grace.id] })
  await expect(changeMembers(as(actorOf(grace)), { id: team.id, add: [grace.id] })).rejects.toMatchObject({ code: 'forbidden' })
  await expect(changeMembers(as(admin), { id: team.id, remove: [ada.id] })).rejects.toMatchObject({ code: 'conflict' })
  await setTeamLead(as(admin), { id: team.id, leadId: null })
  expect(await changeMembers(as(admin), { id: team.id, remove: [ada.id] })).toMatchObject({ removed: 1 })
})

test('what has no team of its own falls to its system’s, and the list of teams counts people and systems', async () => {
  const own = await aSystem(db)
  const identity = await anIdentity(db, { systemId: own.id })
  await setSystemTeam(as(admin), { systemId: own.id, teamId: team.id })
  const { rows } = await listIdentities(as(actorOf(ada)), {})
  expect(rows).toMatchObject([{ id: identity.id, team: { id: team.id, own: false } }])
  expect((await listTeams(as(actorOf(grace)), {})).find(({ id }) => id === team.id)).toMatchObject({ members: 1, systems: 1, lead: { name: 'Ada Byron' } })
  await setSystemTeam(as(admin), { systemId: own.id, teamId: '' })
  expect((await listIdentities(as(actorOf(ada)), {})).rows).toEqual([])
})
