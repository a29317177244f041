import { format } from 'node:util'
import { afterAll, afterEach } from 'vitest'

// An error that nobody expected is a failure, although it only went to the log. A test that expects one replaces
// console.error itself (vi.spyOn) and looks at the calls.
const unexpected: string[] = []

console.error = (...values: unknown[]) => {
  unexpected.push(format(...values))
}

function refuse(): void {
  const said = unexpected.splice(0)
  if (said.length > 0) throw new Error(`Unexpected console.error:\n${said.join('\n')}`)
}

afterEach(refuse)
afterAll(refuse)
