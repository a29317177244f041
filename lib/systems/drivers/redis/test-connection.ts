import type { CallOptions, Capability, RightCheck, TestReport } from '#lib/systems/driver.ts'
import { clockOf, findUser } from './acl-user.ts'
import { type RedisConnection, type Send, stopIfAborted } from './connect.ts'
import { codeOf, redisError } from './errors.ts'
import { isTemplate, notLendableReason } from './privileges.ts'
import { mayRun, problemsOf } from './reach.ts'

const NEEDED: readonly [command: readonly string[], capability: Capability, purpose: string][] = [
  [['ACL', 'USERS'], 'discover', 'List the users'],
  [['ACL', 'GETUSER', 'x'], 'discover', 'Read their rules'],
  [['CLIENT', 'LIST'], 'discover', 'See who is connected'],
  [['ACL', 'SETUSER', 'x'], 'mint', 'Make the users of leases, switch users off and on'],
  [['ACL', 'SAVE'], 'mint', 'Keep that in the ACL file'],
  [['CLIENT', 'KILL', 'ID', '1'], 'revoke', 'End their connections'],
  [['ACL', 'DELUSER', 'x'], 'revoke', 'Delete them'],
]

const isLoopback = (host: string) => host === 'localhost' || host === '::1' || host.startsWith('127.')

async function countLendable(send: Send, allowPrivileged: readonly string[]): Promise<number> {
  const names = await send('ACL', 'USERS')
  const users = await Promise.all((Array.isArray(names) ? names : []).map((name) => findUser(send, String(name))))
  const templates = users.filter((user) => user !== null).filter(isTemplate)
  const judged = await Promise.all(templates.map(async (user) => notLendableReason({ user, problems: await problemsOf(send, user.name) }, allowPrivileged)))
  return judged.filter((reason) => reason === null).length
}

async function rightsOf(send: Send, who: string, allowPrivileged: readonly string[]): Promise<RightCheck[]> {
  const rights = await Promise.all(
    NEEDED.map(async ([command, capability, purpose]): Promise<RightCheck> => {
      const right = `+${command.slice(0, 2).join('|').toLowerCase()}`
      return { capability, right, held: await mayRun(send, who, command), purpose, remedy: `ACL SETUSER ${who} ${right}` }
    }),
  )
  const readable = rights.every((check) => check.capability !== 'discover' || check.held)
  const lendable = readable ? await countLendable(send, allowPrivileged) : 0
  return [
    ...rights,
    {
      capability: 'mint',
      right: 'a template',
      held: lendable > 0,
      purpose: `Lend the rules of templates (${lendable} can be lent now)`,
      remedy: 'ACL SETUSER app_reader reset off ~app:* +@read',
    },
  ]
}

function warningsOf(info: ReadonlyMap<string, string>, settings: RedisConnection['settings']): string[] {
  return [
    ...(settings.username === 'default' ? ['Tenure logs in as the default user: make one of its own, as the guide says'] : []),
    ...(info.get('role') === 'slave' ? ['This server is a replica: users are not replicated, so connect the primary, and each replica on its own'] : []),
    ...(info.get('redis_mode') === 'cluster' ? ['This server is one node of a cluster: users are kept by each node, so connect every node'] : []),
    ...(settings.tls === 'disable' && !isLoopback(settings.host) ? ['The connection is not encrypted'] : []),
    ...(settings.tls === 'require' ? ['The connection is encrypted, but nobody checks that the right server answers'] : []),
  ]
}

/** Whether the server can be reached, as whom, and which rights are missing for what. A failure is part of the answer; it throws only when stopped. */
export async function testConnection(connection: RedisConnection, options?: CallOptions): Promise<TestReport> {
  const { settings } = connection
  try {
    return await connection.withClient(options, async (send) => {
      const text = `${String(await send('INFO', 'server'))}\n${String(await send('INFO', 'replication'))}`
      const info = new Map([...text.matchAll(/^(\w+):(.*?)\r?$/gm)].map(([, key = '', value = '']) => [key, value]))
      const serverVersion = info.get('redis_version') ?? 'unknown'
      if (Number.parseInt(serverVersion, 10) < 7)
        return { reachable: false, code: 'too_old', reason: `This is Redis ${serverVersion}; Tenure needs version 7 or later` }
      const as = String(await send('ACL', 'WHOAMI'))
      const rights = await rightsOf(send, as, settings.allowPrivileged)
      return { reachable: true, as, serverVersion, targetTime: await clockOf(send), rights, warnings: warningsOf(info, settings) }
    })
  } catch (error) {
    stopIfAborted(options?.signal)
    const problem = redisError(error, `log in at ${settings.host}:${settings.port}`, [settings.password])
    return { reachable: false, code: codeOf(error), reason: problem.message }
  }
}
