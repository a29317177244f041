import { TenureError } from '#lib/core/errors.ts'

type Command = { does: string; run: (argv: string[]) => Promise<number> }

/** Each command is loaded when it is called: `tenure verify` needs neither database nor settings. */
const COMMANDS: Record<string, Command> = {
  verify: { does: 'check an evidence pack offline: verify PACK.zip --key PUBLIC.pem', run: async (argv) => (await import('./verify.ts')).runVerify(argv) },
  demo: { does: 'run everything here with sample data: demo [--fresh] [--port N]', run: async (argv) => (await import('./commands/demo.ts')).demo(argv) },
  discover: { does: 'read a connected system: discover --system NAME', run: async (argv) => (await import('./commands/discover.ts')).discover(argv) },
  import: { does: 'read an export: import FILE --system NAME', run: async (argv) => (await import('./commands/import.ts')).importFile(argv) },
  keys: { does: 'print fresh secrets for the environment', run: async () => (await import('./commands/keys.ts')).keys() },
  migrate: { does: 'bring the database up to date', run: async () => (await import('./commands/migrate.ts')).migrate() },
  start: { does: 'run web, control plane and worker (production)', run: async () => (await import('./commands/start.ts')).start() },
  worker: { does: 'run a worker', run: async () => (await import('./commands/worker.ts')).worker() },
  'control-plane': { does: 'run a control plane', run: async () => (await import('./commands/control-plane.ts')).controlPlane() },
}

const HELP = ['tenure COMMAND', '', ...Object.entries(COMMANDS).map(([name, { does }]) => `  ${name.padEnd(15)}${does}`)].join('\n')

/** Runs a command of the command line. Answers its exit code: 0 done, 1 failed, 2 called wrongly. */
export async function main([name = '', ...argv]: string[]): Promise<number> {
  const command = COMMANDS[name]
  if (!command) {
    const asked = name === '--help' || name === 'help'
    console[asked ? 'log' : 'error'](asked ? HELP : `${name ? `There is no command "${name}"` : 'Which command?'}\n\n${HELP}`)
    return asked ? 0 : 2
  }
  try {
    return await command.run(argv)
  } catch (error) {
    const { ConfigProblem } = await import('#lib/config/config.ts')
    if (!(error instanceof TenureError || error instanceof ConfigProblem)) throw error
    console.error(error.message)
    return 1
  }
}
