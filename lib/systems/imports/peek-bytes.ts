/** The start of a stream, and the stream whole again for whoever reads it next; `close` ends a stream that nobody will read. */
export type PeekedBytes = { head: Uint8Array; bytes: AsyncIterable<Uint8Array>; close: () => Promise<void> }

/** Reads the first `count` bytes of a stream, or all where there are fewer. */
export async function peekBytes(bytes: AsyncIterable<Uint8Array>, count: number): Promise<PeekedBytes> {
  const source = bytes[Symbol.asyncIterator]()
  const chunks: Uint8Array[] = []
  for (let length = 0; length < count; ) {
    const next = await source.next()
    if (next.done) break
    chunks.push(next.value.slice()) // a source may use its buffer again
    length += next.value.length
  }
  const close = async () => {
    await source.return?.()
  }
  return { head: Buffer.concat(chunks).subarray(0, count), bytes: resume(chunks, source), close }
}

async function* resume(chunks: Uint8Array[], source: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array, void, undefined> {
  try {
    for (let chunk = chunks.shift(); chunk; chunk = chunks.shift()) yield chunk
    for (let next = await source.next(); !next.done; next = await source.next()) yield next.value
  } finally {
    await source.return?.()
  }
}
