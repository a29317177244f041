import { parseArgs } from 'node:util'
import { inventory } from './inventory.ts'
import { leases } from './leases.ts'
import { packs } from './packs.ts'
import { type Goal, isMet, type Report } from './support/goal.ts'

const BENCHMARKS: Record<string, (scale: number, say: (line: string) => void) => Promise<Goal[]>> = { inventory, leases, packs }

/** `npm run bench -- [NAME] [--scale 0.01] [--json]`: measures us beside a raw limit in the same run. With --json the last line is one JSON object. Exit code 0 only when every goal holds. */
export async function runBenchmarks(argv: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: argv,
    allowPositionals: true,
    options: { json: { type: 'boolean', default: false }, scale: { type: 'string', default: '1' } },
  })
  const scale = Number(values.scale)
  const names = positionals.length > 0 ? positionals : Object.keys(BENCHMARKS)
  const unknown = names.find((name) => !(name in BENCHMARKS))
  if (unknown || !(scale > 0 && scale <= 100)) {
    console.error(unknown ? `There is no benchmark "${unknown}": choose ${Object.keys(BENCHMARKS).join(', ')}` : '--scale takes a number above 0 and up to 100')
    return 2
  }
  let good = true
  for (const name of names) {
    console.log(`\n${name}${scale === 1 ? '' : ` at scale ${scale}`}`)
    const goals = (await BENCHMARKS[name]?.(scale, (line) => console.log(`  ${line}`))) ?? []
    for (const goal of goals) console.log(`  ${isMet(goal) ? 'ok  ' : 'MISS'} ${goal.metric}: ${goal.value.toFixed(2)} (goal ${goal.op} ${goal.goal})`)
    good &&= goals.every(isMet)
    const report: Report = { name, scale, goals: goals.map((goal) => ({ ...goal, ok: isMet(goal) })) }
    if (values.json) console.log(JSON.stringify(report))
  }
  return good ? 0 : 1
}
