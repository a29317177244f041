import pg from 'pg'

type Person = { name: string; roles: string[] }

/** What is worth trying as somebody with these roles. */
const TRY: readonly { roles: readonly string[]; what: string }[] = [
  { roles: ['owner', 'approver'], what: 'answer what others ask for; nobody answers their own request' },
  { roles: ['owner'], what: 'give your identities a purpose and an end; ask for access, use it, say that you are done' },
  { roles: ['approver'], what: 'two requests wait: approve one, shorten it or refuse' },
  { roles: ['ciso'], what: 'posture, from any figure to the identities behind it' },
  { roles: ['auditor'], what: 'build an evidence pack and check it with tenure verify' },
  { roles: ['admin'], what: 'discover the orders database, import an export, change the policies' },
]

/** The sample people who can sign in, a line each: name, roles, what to try as them. */
export async function signInLines(databaseUrl: string): Promise<string[]> {
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  try {
    const { rows } = await client.query<Person>('SELECT name, roles FROM app_user WHERE sample AND active ORDER BY created_at')
    return rows.map(lineOf)
  } finally {
    await client.end()
  }
}

function lineOf({ name, roles }: Person): string {
  const what = TRY.find((each) => each.roles.every((role) => roles.includes(role)))?.what ?? ''
  return `${name.padEnd(18)}${roles.join(', ').padEnd(17)}${what}`
}
