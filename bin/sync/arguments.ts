import { type ParseArgsConfig, parseArgs } from 'node:util'

type Options = NonNullable<ParseArgsConfig['options']>
export type Arguments = { values: Record<string, string | undefined>; flags: ReadonlySet<string>; positionals: string[] }

/** The arguments of a command, or the exit status of one that was called for help (0) or wrongly (2), after its usage was printed. */
export function readArguments(argv: readonly string[], options: Options, usage: string, isComplete: (given: Arguments) => boolean): Arguments | number {
  const given = parse(argv, { ...options, help: { type: 'boolean', short: 'h' } })
  if (given instanceof Error) return refuse(given.message, usage)
  if (given.flags.has('help')) {
    process.stdout.write(`${usage}\n`)
    return 0
  }
  return isComplete(given) ? given : refuse(null, usage)
}

function parse(argv: readonly string[], options: Options): Arguments | Error {
  try {
    const { values, positionals } = parseArgs({ args: [...argv], options, allowPositionals: true })
    const entries = Object.entries(values)
    return {
      values: Object.fromEntries(entries.flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : []))),
      flags: new Set(entries.flatMap(([name, value]) => (value === true ? [name] : []))),
      positionals,
    }
  } catch (error) {
    if (error instanceof TypeError) return error
    throw error
  }
}

function refuse(problem: string | null, usage: string): number {
  process.stderr.write(`${problem ? `${problem}\n\n` : ''}${usage}\n`)
  return 2
}
