/** One message of the PostgreSQL frontend/backend protocol 3 as it went over the wire; `sql` is the statement of a simple query or a parse message. */
export type Frame = { type: string; bytes: Buffer; sql: string | null }

const SSL_REQUEST = 80_877_103
const GSS_REQUEST = 80_877_104

function sqlOf(type: string, bytes: Buffer): string | null {
  if (type === 'Q') return bytes.toString('utf8', 5, bytes.length - 1)
  if (type !== 'P') return null
  const text = bytes.indexOf(0, 5) + 1
  return bytes.toString('utf8', text, bytes.indexOf(0, text))
}

/** Cuts one direction of a connection into messages. The client's first messages have no type byte; the server's answer to an SSL request is one bare byte. */
export function frameReader(side: 'client' | 'server'): (chunk: Buffer) => Frame[] {
  let rest = Buffer.alloc(0)
  let starting = true

  function next(): Frame | null {
    if (side === 'client' && starting) {
      if (rest.length < 8 || rest.length < rest.readInt32BE(0)) return null
      const code = rest.readInt32BE(4)
      starting = code === SSL_REQUEST || code === GSS_REQUEST
      return take('startup', rest.readInt32BE(0))
    }
    if (side === 'server' && starting && (rest[0] === 0x4e || rest[0] === 0x53) && rest.length === 1) return take('negotiation', 1)
    if (rest.length < 5 || rest.length < rest.readInt32BE(1) + 1) return null
    if (side === 'server') starting = false
    return take(String.fromCharCode(rest[0] ?? 0), rest.readInt32BE(1) + 1)
  }

  function take(type: string, length: number): Frame {
    const bytes = rest.subarray(0, length)
    rest = rest.subarray(length)
    return { type, bytes, sql: side === 'client' ? sqlOf(type, bytes) : null }
  }

  return (chunk) => {
    rest = Buffer.concat([rest, chunk])
    const frames: Frame[] = []
    for (let frame = next(); frame; frame = next()) frames.push(frame)
    return frames
  }
}

function message(type: string, body: Buffer): Buffer {
  const head = Buffer.alloc(5)
  head.write(type, 'latin1')
  head.writeInt32BE(body.length + 4, 1)
  return Buffer.concat([head, body])
}

/** CommandComplete with a command tag such as `DROP ROLE`. */
export const tagged = (tag: string) => message('C', Buffer.from(`${tag}\0`))
/** ReadyForQuery with the transaction's status: I(dle), T(ransaction), E (failed transaction). */
export const readyForQuery = (status: string) => message('Z', Buffer.from(status, 'latin1'))
/** ErrorResponse of severity ERROR. */
export const errorResponse = (error: { code: string; message: string }) => message('E', Buffer.from(`SERROR\0VERROR\0C${error.code}\0M${error.message}\0\0`))
