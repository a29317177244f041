import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { eachPostgres } from '#lib/systems/testing/each-postgres.ts'
import { asSuperuser, guideSettings, openAsHolder, type PostgresServer, prepareByTheGuide } from '#lib/systems/testing/postgresql-target.ts'
import { connectPostgresql, type PostgresqlConnection } from './connect.ts'
import { offboarding } from './offboarding.ts'

describe.each(eachPostgres)('taking roles out of service on %s', (name, start) => {
  let server: PostgresServer | null = null
  let connection: PostgresqlConnection
  let modern = false

  beforeAll(async () => {
    server = await start()
    if (!server) return
    modern = (await prepareByTheGuide(server)).version >= 160_000
    connection = connectPostgresql(guideSettings(server, 'tenure_broker'))
  }, 120_000)

  afterAll(async () => {
    await connection?.close()
    await server?.stop()
  }, 60_000)

  function check(sentence: string, body: (server: PostgresServer) => Promise<void>): void {
    test(sentence, { timeout: 60_000 }, async ({ skip }) => (server ? body(server) : skip(`${name} is not installed`)))
  }
  const sql = (statements: string, database = 'shop') => {
    if (!server) throw new Error('no server')
    return asSuperuser(server, (client) => client.query<Record<string, unknown>>(statements), database)
  }
  const account = (externalId: string) => ({ externalId, name: externalId })
  /** A role that Tenure's account may change, as the guide says. */
  const make = (role: string, options = `LOGIN PASSWORD 'x'`) =>
    sql(`CREATE ROLE ${role} ${options}; ${modern ? `GRANT ${role} TO tenure_broker WITH ADMIN TRUE, INHERIT FALSE, SET FALSE` : ''}`)

  check('password, limits, validity and memberships are the same after a restore, and nothing of Tenure is left on the role', async () => {
    await make('svc_kept', `LOGIN PASSWORD 'x' CONNECTION LIMIT 3 VALID UNTIL '2090-01-01Z'`)
    await sql('GRANT app_reader TO svc_kept')
    const picture = `SELECT rolcanlogin, rolconnlimit, rolvaliduntil, rolpassword, (SELECT array_agg(roleid::regrole::text || member::regrole || admin_option ORDER BY 1) FROM pg_auth_members WHERE member = a.oid OR roleid = a.oid) AS memberships FROM pg_authid a WHERE rolname = 'svc_kept'`
    const before = (await sql(picture)).rows
    const remembered = await offboarding.remember(connection, account('svc_kept'))
    await offboarding.disable(connection, account('svc_kept'))
    expect((await sql(picture)).rows).toEqual([{ ...before[0], rolcanlogin: false }])
    await offboarding.restore(connection, account('svc_kept'), remembered)
    expect((await sql(picture)).rows).toEqual(before)
  })

  check('a role that could not log in before stays so when it is restored', async () => {
    await make('resting', 'NOLOGIN')
    const remembered = await offboarding.remember(connection, account('resting'))
    expect(await offboarding.disable(connection, account('resting'))).toMatchObject({ changed: false })
    expect(await offboarding.restore(connection, account('resting'), remembered)).toMatchObject({ changed: false })
    expect(await offboarding.reread(connection, account('resting'))).toMatchObject({ exists: true, enabled: false })
  })

  check('a role with a validity that is over is read as disabled', async () => {
    await make('svc_over', `LOGIN PASSWORD 'x' VALID UNTIL '2020-01-01Z'`)
    expect(await offboarding.reread(connection, account('svc_over'))).toMatchObject({ exists: true, enabled: false })
  })

  check('what it owns, has rights on and has as members is named, in every database, and nothing is dropped', async () => {
    await make('svc_owner')
    await sql('CREATE DATABASE archive')
    await sql(
      `CREATE TABLE app.owned (id int); ALTER TABLE app.owned OWNER TO svc_owner; GRANT SELECT ON app.orders TO svc_owner; CREATE ROLE colleague; GRANT svc_owner TO colleague`,
    )
    await sql('GRANT CREATE ON DATABASE shop TO svc_owner; CREATE TABLE public.old (id int); ALTER TABLE public.old OWNER TO svc_owner', 'archive')
    const expected = [
      'owns table app.owned',
      'has rights on table app.orders',
      'has rights on database shop',
      'has the member colleague',
      'owns table old in the database archive',
    ]
    const { dependents } = await offboarding.reread(connection, account('svc_owner'))
    expect(dependents.map((each) => each.replace('public.old', 'old')).toSorted()).toEqual(expected.toSorted())
    await expect(offboarding.remove(connection, account('svc_owner'))).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringContaining('owns table app.owned'),
    })
    expect(await offboarding.reread(connection, account('svc_owner'))).toMatchObject({ exists: true, enabled: true })
  })

  check('a right that Tenure lacks is named with what gives it, and nothing is changed', async () => {
    await sql('CREATE ROLE boss SUPERUSER LOGIN; CREATE ROLE svc_not_ours LOGIN')
    await expect(offboarding.disable(connection, account('boss'))).rejects.toMatchObject({ code: 'forbidden', message: expect.stringContaining('superuser') })
    const disabling = offboarding.disable(connection, account('svc_not_ours'))
    if (modern) await expect(disabling).rejects.toMatchObject({ code: 'forbidden', message: expect.stringContaining('WITH ADMIN TRUE') })
    else expect(await disabling).toMatchObject({ changed: true })
  })

  check('whoever only reads is told what is missing', async (running) => {
    const reader = connectPostgresql(guideSettings(running, 'tenure_discovery'))
    await make('svc_untouched')
    for (const call of [offboarding.disable, offboarding.remove])
      await expect(call(reader, account('svc_untouched'))).rejects.toMatchObject({ code: 'forbidden', message: expect.stringContaining('CREATEROLE') })
    expect(await offboarding.reread(reader, account('svc_untouched'))).toMatchObject({ exists: true, enabled: true })
    await reader.close()
  })

  check('a session that outlived its role leaves the count unknown, not nought', async ({ port }) => {
    await make('svc_dropped')
    const session = await openAsHolder(port, { account: 'svc_dropped', secret: 'x' })
    await sql('DROP ROLE svc_dropped')
    expect(await offboarding.reread(connection, account('svc_dropped'))).toMatchObject({ exists: false, sessions: null })
    await session.close()
    await expect.poll(async () => (await offboarding.reread(connection, account('svc_dropped'))).sessions).toBe(0)
  })
})
