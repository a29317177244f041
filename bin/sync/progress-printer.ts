/** Prints how far something is on standard error: over one line of a terminal, or, into a file, only when it changed. `end` leaves the line. */
export function progressPrinter(stream: NodeJS.WriteStream = process.stderr) {
  let last = ''
  return {
    say(line: string): void {
      if (line === last) return
      last = line
      stream.write(stream.isTTY ? `\r\u001b[K${line}` : `${line}\n`)
    },
    end(): void {
      if (stream.isTTY && last !== '') stream.write('\n')
    },
  }
}
