import { z } from 'zod'
import { restorePem } from '../pem-text.rules.ts'
import { parseSshKey } from './ssh-key.ts'

/** A host of the connection as it is named everywhere (`web1:22`), and where it is. */
export type Host = { name: string; address: string; port: number }

const HOST = /^(?:\[(?<v6>[0-9A-Fa-f:.]{2,45})\]|(?<plain>[A-Za-z0-9](?:[A-Za-z0-9._-]{0,251}[A-Za-z0-9])?))(?::(?<port>\d{1,5}))?$/

/** `web1`, `web1:2222`, `10.0.0.1`, `[fd00::1]:22`, as a host; null for anything else. */
export function parseHost(text: string): Host | null {
  const { v6, plain, port: portText = '22' } = HOST.exec(text.trim())?.groups ?? {}
  const address = v6 ?? plain
  const port = Number(portText)
  if (!address || port < 1 || port > 65_535) return null
  return { name: `${v6 ? `[${v6}]` : address.toLowerCase()}:${port}`, address, port }
}

/** A pinned key of a host: its fingerprint, and its type where the whole key was given. */
export type Pin = { host: string; fingerprint: string; type: string | null }

/** `web1:22 SHA256:…`, or what ssh-keyscan writes: `web1 ssh-ed25519 AAAA…`, `[web1]:2222 ssh-ed25519 AAAA…`. */
export function parsePin(text: string): Pin | null {
  const [where = '', what = '', base64 = ''] = text.trim().split(/\s+/)
  const host = parseHost(/^\[[^\]:]+\]/.test(where) ? where.replace(/^\[([^\]]+)\]/, '$1') : where)
  if (!host) return null
  if (/^SHA256:[A-Za-z0-9+/]{43}$/.test(what)) return { host: host.name, fingerprint: what, type: null }
  const key = parseSshKey(what, base64)
  return key && !key.certificate ? { host: host.name, fingerprint: key.fingerprint, type: key.type } : null
}

const HostText = z.string().refine((text) => parseHost(text) !== null, 'Enter a host name or address, with :port where it is not 22')
const PinText = z.string().refine((text) => parsePin(text) !== null, 'Enter the host, then SHA256:… or a line of ssh-keyscan')

/** How Tenure reaches its hosts: as one user with one key, and with the keys by which it knows them. */
export const OpensshSettings = z
  .object({
    hosts: z.array(HostText).min(1, 'Enter at least one host').max(2_000).meta({ title: 'Hosts', description: 'One a line: web1, web2:2222, [fd00::1]:22.' }),
    hostKeys: z.array(PinText).min(1, 'Enter the key of each host').max(20_000).meta({
      title: 'Host keys',
      description: 'One a line, checked by you: a line of ssh-keyscan, or the host and SHA256:…. A host that shows another key is not talked to.',
    }),
    user: z
      .string()
      .trim()
      .regex(/^[A-Za-z0-9_][A-Za-z0-9_.@-]{0,63}$/, 'Enter the user name')
      .meta({ title: 'User name', description: 'The account of docs/guides/connect-openssh.md on every host.' }),
    privateKey: z.string().trim().min(1, 'Enter the private key').max(100_000).overwrite(restorePem).meta({ title: 'Private key' }),
    passphrase: z.string().max(1_024).default('').meta({ title: 'Passphrase of the key' }),
    elevation: z.enum(['none', 'sudo']).default('none').meta({
      title: 'Read as',
      description: '"none": as the user itself. "sudo": by the program of the guide, which reads all accounts and can do nothing else.',
    }),
    sshdConfig: z
      .string()
      .trim()
      .regex(/^\/[A-Za-z0-9._/-]{1,400}$/, "Enter the path of sshd's configuration")
      .default('/etc/ssh/sshd_config')
      .meta({ title: "sshd's configuration" }),
    parallel: z.coerce.number().int().min(1).max(64).default(8).meta({ title: 'Hosts at a time' }),
    connectTimeoutMs: z.coerce.number().int().min(100).max(120_000).default(10_000).meta({ title: 'Connect timeout (ms)' }),
    commandTimeoutMs: z.coerce.number().int().min(100).max(600_000).default(120_000).meta({ title: 'Reading timeout (ms)' }),
  })
  .superRefine(({ hosts, hostKeys }, context) => {
    const pins = hostKeys.map(parsePin)
    if (pins.includes(null)) return
    const pinned = new Set(pins.map((pin) => pin?.host))
    const names = hosts.map((text) => parseHost(text)?.name ?? '')
    const bare = names.filter((name) => name !== '' && !pinned.has(name))
    if (bare.length > 0) context.addIssue({ code: 'custom', path: ['hostKeys'], message: `The key of ${bare.slice(0, 5).join(', ')} is missing` })
    const twice = names.find((name, index) => name !== '' && names.indexOf(name) !== index)
    if (twice) context.addIssue({ code: 'custom', path: ['hosts'], message: `${twice} is listed twice` })
  })
export type OpensshSettings = z.infer<typeof OpensshSettings>
