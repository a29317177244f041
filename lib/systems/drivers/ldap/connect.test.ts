import net from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { guideSettings, prepareByTheGuide } from '#lib/systems/testing/slapd-target.ts'
import { type DebianSlapd, SLAPD_BASE, startDebianSlapd } from '#lib/testing/debian-slapd.ts'
import { connectLdap } from './connect.ts'
import { discover } from './discover.ts'
import { testConnection } from './test-connection.ts'

let server: DebianSlapd | null = null
beforeAll(async () => {
  server = await startDebianSlapd({ policy: false })
  if (server) await prepareByTheGuide(server, { policy: false, offboard: false })
}, 60_000)
afterAll(async () => server?.stop(), 60_000)

/** A way to the server that can be cut while it goes on accepting new connections. */
async function startCuttable(port: number): Promise<{ port: number; cut(): void; stop(): void }> {
  const sockets = new Set<net.Socket>()
  const relay = net.createServer((inner) => {
    const outer = net.connect(port, '127.0.0.1')
    for (const [one, other] of [
      [inner, outer],
      [outer, inner],
    ] as const) {
      sockets.add(one)
      one.on('error', () => {})
      one.on('close', () => other.destroy())
      one.pipe(other)
    }
  })
  await new Promise<void>((resolve) => relay.listen(0, '127.0.0.1', resolve))
  const address = relay.address()
  if (address === null || typeof address === 'string') throw new Error('the relay has no port')
  const cut = () => {
    for (const socket of sockets) socket.destroy()
    sockets.clear()
  }
  return { port: address.port, cut, stop: () => void (cut(), relay.close()) }
}

describe('a connection to a directory', () => {
  const check = (sentence: string, body: (running: DebianSlapd) => Promise<void>) =>
    test(sentence, { timeout: 60_000 }, ({ skip }) => (server ? body(server) : skip('OpenLDAP is not installed')))

  check('that is cut is said to be cut: what follows is never asked without a login', async (running) => {
    const relay = await startCuttable(running.port)
    const connection = connectLdap({ ...guideSettings(running), port: relay.port })
    const { session, end } = await connection.open()
    expect(await session.read(SLAPD_BASE, ['o'])).not.toBeNull()
    relay.cut()
    await expect(session.read(SLAPD_BASE, ['o'])).rejects.toThrow()
    await expect(session.read(SLAPD_BASE, ['o'])).rejects.toMatchObject({ code: 'unavailable' })
    await end()
    relay.stop()
  })

  check('tells a wrong password, an unreadable base and a server without TLS apart, without telling the password', async (running) => {
    const report = (more: Record<string, unknown>) => testConnection(connectLdap({ ...guideSettings(running), ...more }))
    const wrong = await report({ password: 'wrong-one' })
    expect(wrong).toMatchObject({ reachable: false, code: '49', reason: expect.stringContaining('(49)') })
    expect(JSON.stringify(wrong)).not.toContain('wrong-one')
    expect(await report({ baseDns: ['dc=elsewhere'] })).toMatchObject({ reachable: true, rights: [{ capability: 'discover', held: false }] })
    expect(await report({ tls: 'verify-full', connectTimeoutMs: 1_000 })).toMatchObject({ reachable: false })
    expect(await report({ tls: 'verify-full', startTls: 'yes' })).toMatchObject({ reachable: false })
  })

  check('says when the directory hands out only a part, and does not take it for the whole', async (running) => {
    const reader = `cn=limited,ou=services,${SLAPD_BASE}`
    await running.apply(`dn: ${reader}\nobjectClass: organizationalRole\nobjectClass: simpleSecurityObject\ncn: limited\nuserPassword: clear-secret\n`)
    await running.apply(
      `dn: olcDatabase={1}mdb,cn=config\nchangetype: modify\nadd: olcAccess\nolcAccess: {0}to * by dn.exact="${reader}" read by * break\n-\nadd: olcLimits\nolcLimits: dn.exact="${reader}" size=2\n`,
      'config',
    )
    const connection = connectLdap({ ...guideSettings(running), username: reader, password: 'clear-secret', serviceFilter: 'objectClass=*' })
    const reading = async () => {
      const records: unknown[] = []
      for await (const batch of discover(connection)) records.push(...batch)
    }
    await expect(reading()).rejects.toMatchObject({ code: 'conflict', message: expect.stringContaining('only a part') })
  })
})
