import type net from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { errorResponse, type Frame, frameReader, readyForQuery, tagged } from './pg-frames.ts'

/** What happens instead of, or before, the ordinary course. A function runs to its end first (kill a process, recreate the account), then things go on. */
export type FaultAction =
  /** Both sides see the connection end. */
  | 'cut'
  /** `before`: the server never hears of it; `after-response`: the client never hears the answer. The connection stays open and silent. */
  | 'swallow'
  | { delayMs: number }
  /** `before` only: the server never hears of it, and the client is told that it was done (the command tags of the statements). */
  | { pretend: string | readonly string[] }
  /** `before` only: the server never hears of it, and the client is told this error. */
  | { refuse: { code: string; message: string } }
  | (() => void | Promise<void>)

export type FaultRule = {
  /** Looked for in the SQL text that the client sends (simple query or parse message). */
  sent: RegExp | string
  /** `before` the server sees the statement, or `after-response`: it answered (ReadyForQuery seen), the client has not heard it yet. */
  point: 'before' | 'after-response'
  action: FaultAction
  /** How often the fault strikes; once unless told. */
  times?: number
}

/** A rule with how often it still strikes and has struck. */
export type ArmedFault = { rule: FaultRule; left: number; count: number; struck: () => void }

/** Takes the fault that this statement meets at this point, or null. */
export type Strike = (sql: string | null, point: FaultRule['point']) => ArmedFault | null

/** What a fault says to the client in the server's place; null when it says nothing. */
function answerOf(action: FaultAction, status: string): Buffer | null {
  if (typeof action !== 'object') return null
  if ('pretend' in action) return Buffer.concat([...[action.pretend].flat().map(tagged), readyForQuery(status)])
  if ('refuse' in action) return Buffer.concat([errorResponse(action.refuse), readyForQuery(status === 'T' ? 'E' : status)])
  return null
}

/** One connection through the proxy: passes every message on, except where a fault strikes. `cut` ends both sides; `onClose` runs when either has ended. */
export function relay(client: net.Socket, server: net.Socket, { strike, cut, onClose }: { strike: Strike; cut: () => void; onClose: () => void }): void {
  let status = 'I'
  /** The fault that waits for the answer to what was sent, and the answer as far as it came. */
  let waiting: { fault: ArmedFault; held: Buffer[] } | null = null

  /** Runs a fault; true when the message is then passed on. */
  async function act(fault: ArmedFault): Promise<boolean> {
    const { action } = fault.rule
    fault.count += 1
    if (typeof action === 'function') await action()
    else if (action === 'cut') cut()
    else if (typeof action === 'object' && 'delayMs' in action) await sleep(action.delayMs)
    else if (fault.rule.point === 'before') {
      const answer = answerOf(action, status)
      if (answer) client.write(answer)
    }
    fault.struck()
    return typeof action === 'function' || (typeof action === 'object' && 'delayMs' in action)
  }

  async function fromClient(frame: Frame): Promise<void> {
    const before = strike(frame.sql, 'before')
    if (before && !(await act(before))) return
    const after = strike(frame.sql, 'after-response')
    if (after) waiting = { fault: after, held: [] }
    server.write(frame.bytes)
  }

  async function fromServer(frame: Frame): Promise<void> {
    if (frame.type === 'Z') status = String.fromCharCode(frame.bytes[5] ?? 73)
    if (!waiting) {
      client.write(frame.bytes)
      return
    }
    waiting.held.push(frame.bytes)
    if (frame.type !== 'Z') return
    const { fault, held } = waiting
    waiting = null
    if (await act(fault)) client.write(Buffer.concat(held))
  }

  // Each direction is handled in order: a message that waits for a fault holds back those behind it, and the end of the connection, as a slow network would.
  const pump = (from: net.Socket, frames: (chunk: Buffer) => Frame[], handle: (frame: Frame) => Promise<void>) => {
    let turn = Promise.resolve()
    from.setNoDelay(true)
    from.on('error', cut)
    from.on('data', (chunk: Buffer) => {
      for (const frame of frames(chunk)) turn = turn.then(() => handle(frame)).catch(cut)
    })
    from.on('close', () => {
      turn = turn.then(() => {
        client.end()
        server.end()
        onClose()
      })
    })
  }
  pump(client, frameReader('client'), fromClient)
  pump(server, frameReader('server'), fromServer)
}
