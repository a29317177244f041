import { parseArgs } from 'node:util'

export const DEMO_USAGE = `Usage: tenure demo [--fresh] [--port N]

Runs Tenure with sample data on this machine: its own PostgreSQL, web, control plane and worker.
What you do in it is kept in .tenure/demo and is there the next time.

  --fresh    remove what is there and start over
  --port N   the port of the web pages (3000); the control plane takes the next one`

export type DemoArguments = { fresh: boolean; port: number }

/** What the command line asks for, or the text to show instead with the exit status: 0 for help, 2 for a call that is wrong. */
export function demoArguments(argv: readonly string[]): DemoArguments | { exitCode: number; text: string } {
  try {
    const { values } = parseArgs({
      args: [...argv],
      options: { fresh: { type: 'boolean', default: false }, port: { type: 'string', default: '3000' }, help: { type: 'boolean', short: 'h' } },
    })
    if (values.help) return { exitCode: 0, text: DEMO_USAGE }
    const port = /^\d+$/.test(values.port) ? Number(values.port) : 0
    if (port < 1 || port > 65_534) return { exitCode: 2, text: `--port takes a number from 1 to 65534, not "${values.port}"\n\n${DEMO_USAGE}` }
    return { fresh: values.fresh, port }
  } catch (error) {
    return { exitCode: 2, text: `${error instanceof Error ? error.message : String(error)}\n\n${DEMO_USAGE}` }
  }
}
