import net from 'node:net'
import { type ArmedFault, type FaultRule, relay } from './pg-fault-relay.ts'

/** `fired` settles when the fault has struck for the first time (and its function has run); `count` is how often it has. */
export type Fault = { readonly fired: Promise<void>; readonly count: number }

export type FaultProxy = {
  port: number
  when(rule: FaultRule): Fault
  /** Forgets all rules; connections go on. */
  clear(): void
  /** While down, new connections are refused and the open ones are cut. */
  setDown(down: boolean): void
  openConnections(): number
  close(): Promise<void>
}

const matches = ({ sent }: FaultRule, sql: string) =>
  typeof sent === 'string' ? sql.includes(sent) : new RegExp(sent.source, sent.flags.replaceAll(/[gy]/g, '')).test(sql)

/** A TCP proxy on 127.0.0.1 in front of a PostgreSQL on `targetPort`, without TLS, that fails where a test says: `proxy.when({ sent: /^COMMIT/, point: 'after-response', action: 'cut' })`. */
export async function startFaultProxy(targetPort: number, targetHost = '127.0.0.1'): Promise<FaultProxy> {
  let armed: ArmedFault[] = []
  let down = false
  const open = new Set<() => void>()

  function strike(sql: string | null, point: FaultRule['point']): ArmedFault | null {
    const hit = armed.find(({ left, rule }) => sql !== null && left > 0 && rule.point === point && matches(rule, sql))
    if (hit) hit.left -= 1
    return hit ?? null
  }

  const listener = net.createServer((client) => {
    if (down) {
      client.destroy()
      return
    }
    const server = net.connect(targetPort, targetHost)
    const cut = () => {
      client.destroy()
      server.destroy()
      open.delete(cut)
    }
    open.add(cut)
    relay(client, server, { strike, cut, onClose: () => open.delete(cut) })
  })
  const cutAll = () => {
    for (const cut of open) cut()
  }
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve))
  const address = listener.address()
  if (address === null || typeof address === 'string') throw new Error('The proxy has no port')

  return {
    port: address.port,
    when(rule) {
      let struck = () => {}
      const fired = new Promise<void>((resolve) => {
        struck = resolve
      })
      const entry: ArmedFault = { rule, left: rule.times ?? 1, count: 0, struck }
      armed.push(entry)
      return {
        fired,
        get count() {
          return entry.count
        },
      }
    },
    clear() {
      armed = []
    },
    setDown(value) {
      down = value
      if (down) cutAll()
    },
    openConnections: () => open.size,
    close: () =>
      new Promise((resolve) => {
        cutAll()
        listener.close(() => resolve())
      }),
  }
}
