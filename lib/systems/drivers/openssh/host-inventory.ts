import { TenureError } from '#lib/core/errors.ts'

export type FileState = 'ok' | 'denied' | 'missing'
export type HostFile = { owner: string; path: string; state: FileState; content: string }
export type HostAccount = { name: string; uid: number; gid: number; gecos: string; home: string; shell: string }
/** What sshd is set to, by its own words in lower case; the first value of each counts (sshd_config(5)). */
export type SshdConfig = ReadonlyMap<string, string>

/** What the script told of one host. `configFrom`: sshd itself, its file, or nothing, so that the defaults are assumed. */
export type HostInventory = {
  node: string
  operatingSystem: string
  loggedInAs: string
  uid: number
  at: Date
  configFrom: 'sshd' | 'file' | 'default'
  config: SshdConfig
  /** For accounts that sshd treats apart (`Match`). */
  accountConfigs: ReadonlyMap<string, SshdConfig>
  accounts: HostAccount[]
  adminGroups: { name: string; gid: number; members: string[] }[]
  keyFiles: HostFile[]
  principalFiles: HostFile[]
  hostKeys: HostFile[]
  hostCertificates: HostFile[]
  userAuthorities: HostFile[]
}

const MOST_ACCOUNTS = 200_000

/** Reads the script's output. Throws `unavailable` for anything else, also for an output that was cut off before its end. */
export function parseInventory(output: string): HostInventory {
  const records = output.split('\n').filter((line) => line !== '')
  const lines = records.map((line) => {
    const [tag = '', ...fields] = line.split('\t')
    return { tag, fields: fields.map(decodeHex) }
  })
  const all = (tag: string) => lines.filter((line) => line.tag === tag).map(({ fields }) => fields)
  if (lines[0]?.tag !== 'tenure-ssh-inventory' || lines[0].fields[0] !== '1' || lines.at(-1)?.tag !== 'end')
    throw unreadable('what came back is not its whole answer')
  const [host] = all('host')
  if (!host) throw unreadable('it does not say which host it is')
  const [node = '', operatingSystem = '', loggedInAs = '', uid, at] = host
  const [[configFrom = 'default', config = ''] = []] = all('config')
  const files = (tag: string) => all(tag).map(toFile)
  return {
    node,
    operatingSystem,
    loggedInAs,
    uid: toNumber(uid),
    at: new Date(toNumber(at) * 1_000),
    configFrom: configFrom === 'sshd' || configFrom === 'file' ? configFrom : 'default',
    config: parseConfig(config),
    accountConfigs: new Map(all('account-config').map(([name = '', text = '']) => [name, parseConfig(text)])),
    accounts: uniqueByName(all('accounts').flatMap(([text = '']) => text.split('\n').flatMap(toAccount))),
    adminGroups: all('groups').flatMap(([text = '']) => text.split('\n').flatMap(toGroup)),
    keyFiles: files('keys'),
    principalFiles: files('principals'),
    hostKeys: files('hostkey'),
    hostCertificates: files('hostcertificate'),
    userAuthorities: files('userca'),
  }
}

const unreadable = (why: string) => new TenureError('unavailable', `The host does not run what Tenure reads it with: ${why}`)

/** Bytes that are no UTF-8, and what the register cannot store, show as the replacement character. */
function decodeHex(text: string): string {
  if (!/^([0-9a-f]{2})*$/.test(text)) throw unreadable('a value is not hexadecimal')
  return Buffer.from(text, 'hex').toString('utf8').replaceAll('\u0000', '\ufffd')
}

function toNumber(text: string | undefined): number {
  if (!/^\d{1,15}$/.test(text ?? '')) throw unreadable('a number is missing')
  return Number(text)
}

function toFile([owner = '', path = '', state = '', content = '']: string[]): HostFile {
  if (state !== 'ok' && state !== 'denied' && state !== 'missing') throw unreadable('a file has no state')
  return { owner, path, state, content }
}

function parseConfig(text: string): SshdConfig {
  const config = new Map<string, string>()
  for (const line of text.split('\n')) {
    const [, word = '', value = ''] = /^(\S+)\s+(.*)$/.exec(line.trim()) ?? []
    const key = word.toLowerCase()
    if (key !== '' && !config.has(key)) config.set(key, value.trim())
  }
  return config
}

/** A line of passwd without the password field: name, uid, gid, gecos, home, shell. Lines that are none (NIS marks, blank ones) are passed over. */
function toAccount(line: string): HostAccount[] {
  const [name = '', uid = '', gid = '', gecos = '', home = '', shell = ''] = line.split(':')
  return name !== '' && /^\d{1,10}$/.test(uid) && /^\d{1,10}$/.test(gid) ? [{ name, uid: Number(uid), gid: Number(gid), gecos, home, shell }] : []
}

function toGroup(line: string): HostInventory['adminGroups'] {
  const [name = '', gid = '', members = ''] = line.split(':')
  return name !== '' && /^\d{1,10}$/.test(gid) ? [{ name, gid: Number(gid), members: members.split(',').filter((member) => member !== '') }] : []
}

/** The first of a name counts, as for the C library. */
function uniqueByName(accounts: HostAccount[]): HostAccount[] {
  if (accounts.length > MOST_ACCOUNTS) throw unreadable(`it lists more than ${MOST_ACCOUNTS} accounts`)
  return [...new Map(accounts.toReversed().map((account) => [account.name, account])).values()].toReversed()
}
