import { parseSshKey, type SshKey } from './ssh-key.ts'

/** A line of an authorized_keys file (sshd(8), AUTHORIZED_KEYS FILE FORMAT). `comment` and options are whatever somebody wrote there. */
export type AuthorizedKey = {
  key: SshKey
  comment: string
  options: KeyOptions
}

/** `flags` are options without a value; of `environment` only the names are kept, since values may be secrets. */
export type KeyOptions = {
  flags: string[]
  from: string | null
  command: string | null
  principals: string[]
  expiryTime: string | null
  environment: string[]
  permitOpen: string[]
}

const KEY_TYPE = /^(ssh-(rsa|dss|ed25519)|ecdsa-sha2-nistp\d+|sk-ssh-ed25519|sk-ecdsa-sha2-nistp256)(-cert-v01)?(@openssh\.com)?$/

/** The keys of a file, and how many lines that look like keys are none. Comments of the file are passed over. */
export function parseAuthorizedKeys(content: string): { keys: AuthorizedKey[]; unreadable: number } {
  const keys: AuthorizedKey[] = []
  let unreadable = 0
  for (const line of content.split(/\r?\n/)) {
    const text = line.trim()
    if (text === '' || text.startsWith('#')) continue
    const key = parseLine(text)
    if (key) keys.push(key)
    else unreadable += 1
  }
  return { keys, unreadable }
}

function parseLine(line: string): AuthorizedKey | null {
  const [first = ''] = line.split(/\s/, 1)
  const hasOptions = !KEY_TYPE.test(first)
  const end = hasOptions ? endOfOptions(line) : 0
  const [, type = '', base64 = '', comment = ''] = /^(\S+)\s+(\S+)\s*(.*)$/.exec(line.slice(end).trim()) ?? []
  const key = KEY_TYPE.test(type) ? parseSshKey(type, base64) : null
  return key && { key, comment, options: parseOptions(hasOptions ? line.slice(0, end) : '') }
}

/** Where the options end: at the first blank that stands outside of quotes. */
function endOfOptions(line: string): number {
  let quoted = false
  for (let at = 0; at < line.length; at += 1) {
    if (line[at] === '\\' && line[at + 1] === '"') at += 1
    else if (line[at] === '"') quoted = !quoted
    else if (!quoted && /\s/.test(line[at] ?? '')) return at
  }
  return line.length
}

function parseOptions(text: string): KeyOptions {
  const options: KeyOptions = { flags: [], from: null, command: null, principals: [], expiryTime: null, environment: [], permitOpen: [] }
  for (const part of text.match(/(?:[^",\\]|\\.|"(?:[^"\\]|\\.)*")+/g) ?? []) {
    const [, name = '', quotedValue] = /^([^=]+)(?:="?((?:[^"\\]|\\.)*)"?)?$/.exec(part.trim()) ?? []
    const value = quotedValue?.replaceAll('\\"', '"')
    takeOption(options, name.toLowerCase(), value)
  }
  return options
}

function takeOption(options: KeyOptions, name: string, value: string | undefined): void {
  if (name === '') return
  if (value === undefined) options.flags.push(name)
  else if (name === 'from') options.from = value
  else if (name === 'command') options.command = value
  else if (name === 'principals') options.principals.push(...value.split(','))
  else if (name === 'expiry-time') options.expiryTime = value
  else if (name === 'environment') options.environment.push(value.split('=', 1)[0] ?? '')
  else if (name === 'permitopen' || name === 'permitlisten') options.permitOpen.push(value)
  else options.flags.push(name)
}

/** When an `expiry-time` of YYYYMMDD[HHMM[SS]][Z] is; a time without Z is the host's local time, taken here for UTC. Null for any other text. */
export function expiryOf(text: string | null): Date | null {
  const [, day, time = ''] = /^(\d{8})(\d{4}(?:\d{2})?)?Z?$/.exec(text ?? '') ?? []
  if (!day) return null
  const clock = time.padEnd(6, '0')
  const date = new Date(`${day.slice(0, 4)}-${day.slice(4, 6)}-${day.slice(6)}T${clock.slice(0, 2)}:${clock.slice(2, 4)}:${clock.slice(4)}Z`)
  return Number.isNaN(date.getTime()) || date.getUTCFullYear() >= 9_999 ? null : date
}
