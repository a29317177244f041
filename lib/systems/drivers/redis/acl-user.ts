import { TenureError } from '#lib/core/errors.ts'
import type { Reply, Send } from './connect.ts'

/** What one set of rules allows, in Redis' own words: commands, key patterns, channel patterns. */
export type Rules = { commands: string[]; keys: string[]; channels: string[] }
/** A user of the access control list. Hashes of passwords are counted and left behind. */
export type AclUser = { name: string; on: boolean; nopass: boolean; passwords: number; rules: Rules; selectors: Rules[] }

const words = (value: Reply | undefined) => (typeof value === 'string' ? value.split(' ').filter((word) => word !== '') : [])

/** The pairs of a reply such as `flags, […], commands, "…"`. */
function fieldsOf(reply: Reply): Map<string, Reply> {
  if (!Array.isArray(reply)) throw new TenureError('conflict', 'Redis describes its users in a way that Tenure does not know: version 7 or later is needed')
  const fields = new Map<string, Reply>()
  for (let at = 0; at + 1 < reply.length; at += 2) fields.set(String(reply[at]), reply[at + 1] ?? null)
  return fields
}

const rulesOf = (fields: Map<string, Reply>): Rules => ({
  commands: words(fields.get('commands')),
  keys: words(fields.get('keys')),
  channels: words(fields.get('channels')),
})

/** What `ACL GETUSER` answers, or null when there is no such user. */
export function readUser(name: string, reply: Reply): AclUser | null {
  if (reply === null) return null
  const fields = fieldsOf(reply)
  const flags = fields.get('flags')
  const selectors = fields.get('selectors')
  const passwords = fields.get('passwords')
  if (!Array.isArray(flags) || !Array.isArray(selectors))
    throw new TenureError('conflict', 'This Redis knows no selectors in its access control list: version 7 or later is needed')
  return {
    name,
    on: flags.includes('on'),
    nopass: flags.includes('nopass'),
    passwords: Array.isArray(passwords) ? passwords.length : 0,
    rules: rulesOf(fields),
    selectors: selectors.map((selector) => rulesOf(fieldsOf(selector))),
  }
}

/** The user of this name; null when there is none. */
export async function findUser(send: Send, name: string): Promise<AclUser | null> {
  return readUser(name, await send('ACL', 'GETUSER', name))
}

/** The words of `ACL SETUSER` that give these rules to a user that has none. */
export function modifiersOf({ rules, selectors }: Pick<AclUser, 'rules' | 'selectors'>): string[] {
  const wordsOf = ({ keys, channels, commands }: Rules) => [...keys, 'resetchannels', ...channels, ...commands]
  return [...wordsOf(rules), ...selectors.map((selector) => `(${wordsOf(selector).join(' ')})`)]
}

/** The server's clock. */
export async function clockOf(send: Send): Promise<Date> {
  const reply = await send('TIME')
  if (!Array.isArray(reply)) throw new TenureError('unavailable', 'The server did not say what time it is')
  return new Date(Number(reply[0]) * 1_000 + Math.floor(Number(reply[1]) / 1_000))
}

export type Session = { id: string; user: string; address: string; idleSeconds: number }

/** Who is connected now. */
export async function listSessions(send: Send): Promise<Session[]> {
  const reply = await send('CLIENT', 'LIST')
  const lines = String(reply)
    .split('\n')
    .filter((line) => line.trim() !== '')
  return lines.map((line) => {
    const fields = new Map(
      line
        .trim()
        .split(' ')
        .map((field) => [field.slice(0, field.indexOf('=')), field.slice(field.indexOf('=') + 1)]),
    )
    return { id: fields.get('id') ?? '', user: fields.get('user') ?? '', address: fields.get('addr') ?? '', idleSeconds: Number(fields.get('idle') ?? 0) }
  })
}

/** Writes the list to the server's ACL file; false when it has none, so that users last only as long as the process. */
export async function save(send: Send): Promise<boolean> {
  try {
    await send('ACL', 'SAVE')
    return true
  } catch (error) {
    if (error instanceof Error && error.message.includes('not configured to use an ACL file')) return false
    throw error
  }
}
