import { createServer } from 'node:net'

/** Whether nobody listens on `port` of 127.0.0.1; 0 asks for any. Returns the port, or null when it is taken. */
function listenable(port: number): Promise<number | null> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', (error: NodeJS.ErrnoException) => (error.code === 'EADDRINUSE' || error.code === 'EACCES' ? resolve(null) : reject(error)))
    server.listen(port, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(address !== null && typeof address === 'object' ? address.port : null))
    })
  })
}

/** A free port of 127.0.0.1: `wished` when nobody has it, otherwise any. Another program may still take it before it is used. */
export async function freePort(wished = 0): Promise<number> {
  return (await listenable(wished)) ?? (await listenable(0)) ?? wished
}
