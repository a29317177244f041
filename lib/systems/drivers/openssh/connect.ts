import ssh2, { type Client, type ConnectConfig, type ServerHostKeyAlgorithm } from 'ssh2'
import { TenureError } from '#lib/core/errors.ts'
import { type CallOptions, type Connection, parseSettings } from '#lib/systems/driver.ts'
import { HostRefusal, hostFailure } from './errors.ts'
import { type Host, OpensshSettings, parseHost, parsePin, type Pin } from './hosts.ts'
import { inventoryCommand } from './inventory-script.ts'
import { fingerprintOf } from './ssh-key.ts'

const MOST_OUTPUT = 64 * 1024 * 1024
/** The program that the guide installs; its text is INVENTORY_SCRIPT. */
const INSTALLED = 'exec sudo -n /usr/local/sbin/tenure-ssh-inventory'

/** What a host answered, and by which key it was known. */
export type HostAnswer = { output: string; shownKey: { type: string; fingerprint: string } }

export type OpensshConnection = Connection & {
  kind: 'openssh'
  settings: OpensshSettings
  hosts: readonly Host[]
  /** Runs the inventory on a host, in one session that is then ended. Throws `PlaceFailure` with the reason; an abort ends the session at once. */
  read(host: Host, only: 'check' | 'all', options?: CallOptions): Promise<HostAnswer>
}

/** Fails with `unavailable` when the caller stopped the call. */
export function stopIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw new TenureError('unavailable', 'The reading of the hosts was stopped before it was done', { cause: signal.reason })
}

/** A way to a number of hosts, each known by its pinned keys; opens nothing until it is used. */
export function connectOpenssh(raw: unknown): OpensshConnection {
  const settings = parseSettings(OpensshSettings, raw)
  const { privateKey, passphrase } = settings
  if (ssh2.utils.parseKey(privateKey, passphrase) instanceof Error) {
    const fields = { privateKey: 'Is no private key that can be read: check it, and its passphrase' }
    throw new TenureError('invalid', 'The connection settings are not complete: correct the marked fields', { fields })
  }
  const hosts = settings.hosts.flatMap((text) => parseHost(text) ?? [])
  const pins = settings.hostKeys.flatMap((text) => parsePin(text) ?? [])
  const clients = new Set<Client>()

  async function read(host: Host, only: 'check' | 'all', options: CallOptions = {}): Promise<HostAnswer> {
    stopIfAborted(options.signal)
    const client = new ssh2.Client()
    clients.add(client)
    const limit = AbortSignal.timeout(settings.connectTimeoutMs + settings.commandTimeoutMs)
    const signal = options.signal ? AbortSignal.any([options.signal, limit]) : limit
    try {
      const shownKey = await logIn(client, { host, settings, pins: pins.filter((pin) => pin.host === host.name), signal })
      return { shownKey, output: await run(client, settings, only, signal) }
    } catch (error) {
      stopIfAborted(options.signal)
      throw hostFailure(host.name, error, [privateKey, passphrase])
    } finally {
      clients.delete(client)
      client.destroy()
    }
  }

  return {
    kind: 'openssh',
    settings,
    hosts,
    read,
    async close() {
      for (const client of clients) client.destroy()
    },
  }
}

type Login = { host: Host; settings: OpensshSettings; pins: readonly Pin[]; signal: AbortSignal }

/** Logs in once the host has shown a pinned key; answers which. */
function logIn(client: Client, { host, settings, pins, signal }: Login): Promise<HostAnswer['shownKey']> {
  return new Promise((resolve, reject) => {
    let shown = { type: '', fingerprint: '' }
    const stop = () => reject(signal.reason)
    signal.addEventListener('abort', stop, { once: true })
    client.on('error', (error) => reject(isPinned(shown.fingerprint, pins) ? error : unknownKey(shown.fingerprint, error)))
    client.once('close', () => reject(new Error('the connection was cut')))
    client.once('ready', () => {
      signal.removeEventListener('abort', stop)
      resolve(shown)
    })
    const config: ConnectConfig = {
      host: host.address,
      port: host.port,
      username: settings.user,
      privateKey: settings.privateKey,
      passphrase: settings.passphrase,
      readyTimeout: settings.connectTimeoutMs,
      authHandler: ['publickey'],
      algorithms: algorithmsFor(pins),
      hostVerifier: (key: Buffer) => {
        shown = { type: typeOf(key), fingerprint: fingerprintOf(key) }
        return isPinned(shown.fingerprint, pins)
      },
    }
    client.connect(config)
  })
}

const isPinned = (fingerprint: string, pins: readonly Pin[]) => pins.some((pin) => pin.fingerprint === fingerprint)
const typeOf = (key: Buffer) => key.subarray(4, 4 + Math.min(key.readUInt32BE(0), 64)).toString('latin1')

function unknownKey(fingerprint: string, error: Error): Error {
  if (fingerprint === '') return error
  return new HostRefusal(`it shows the key ${fingerprint}, which is not pinned for it: find out whether it changed its key or somebody else answers`)
}

/** The host is asked for a key of a pinned type, where the types are known: it would else show its favourite. */
function algorithmsFor(pins: readonly Pin[]): NonNullable<ConnectConfig['algorithms']> {
  const types = pins.map(({ type }) => type)
  if (types.length === 0 || types.includes(null)) return {}
  const wanted: readonly ServerHostKeyAlgorithm[] = [
    'ssh-ed25519',
    'ecdsa-sha2-nistp256',
    'ecdsa-sha2-nistp384',
    'ecdsa-sha2-nistp521',
    'rsa-sha2-512',
    'rsa-sha2-256',
  ]
  return { serverHostKey: wanted.filter((algorithm) => types.includes(algorithm.startsWith('rsa-') ? 'ssh-rsa' : algorithm)) }
}

/** The whole output of the inventory. */
function run(client: Client, settings: OpensshSettings, only: 'check' | 'all', signal: AbortSignal): Promise<string> {
  return new Promise((resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true })
    client.once('close', () => reject(new Error('the connection was cut')))
    client.exec(settings.elevation === 'sudo' ? INSTALLED : 'exec /bin/sh -s', (error, channel) => {
      if (error) return reject(error)
      const chunks: Buffer[] = []
      let bytes = 0
      let complaint = ''
      channel.on('data', (chunk: Buffer) => {
        bytes += chunk.length
        if (bytes > MOST_OUTPUT) reject(new HostRefusal('it answers with more than 64 MiB'))
        else chunks.push(chunk)
      })
      channel.stderr.on('data', (chunk: Buffer) => {
        complaint = `${complaint}${chunk.toString('utf8')}`.slice(0, 300)
      })
      channel.on('error', reject)
      channel.on('close', () => {
        const output = Buffer.concat(chunks).toString('latin1')
        if (output === '') reject(new HostRefusal(complaint === '' ? 'it runs no command for Tenure' : `it says "${complaint.trim()}"`))
        else resolve(output)
      })
      channel.end(settings.elevation === 'sudo' ? '' : inventoryCommand(settings.sshdConfig, only))
    })
  })
}
