#!/usr/bin/env node
/**
 * Compares compiled policies with Cedar's own engine over generated worlds: npm run fuzz:policy [-- --decisions 200000 --seed 1 --processes 2]
 * A difference ends it with exit code 1, and prints the seed and the path that show it again: -- --seed … --path …
 */
import { fork } from 'node:child_process'
import os from 'node:os'
import { parseArgs } from 'node:util'

const WORLDS_AT_ONCE = 250

const { values } = parseArgs({
  options: {
    decisions: { type: 'string', default: '200000' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000_000) },
    path: { type: 'string' },
    processes: { type: 'string', default: String(os.availableParallelism()) },
    part: { type: 'string' },
  },
})

if (values.part === undefined && values.path === undefined) await runAll()
else await runPart()

/** One process's share, in batches with a seed each, so that progress shows. */
async function runPart() {
  const { register } = await import('tsx/esm/api')
  register()
  const { DECISIONS_PER_WORLD, fuzz } = await import('#lib/policy/compile/testing/fuzz.ts')
  const batches = values.path === undefined ? Math.ceil(Number(values.decisions) / DECISIONS_PER_WORLD / WORLDS_AT_ONCE) : 1
  for (let batch = 0; batch < batches; batch += 1) {
    process.send?.(fuzz({ seed: Number(values.seed) + batch, worlds: WORLDS_AT_ONCE, path: values.path }))
  }
}

async function runAll() {
  const processes = Number(values.processes)
  const started = performance.now()
  const total = { decisions: 0, allowed: 0, determined: 0, erred: 0 }
  const seconds = () => (performance.now() - started) / 1000
  console.log(`Comparing ${values.decisions} decisions in ${processes} processes, seed ${values.seed}`)
  const parts = Array.from({ length: processes }, (_, index) => startPart(index, processes, total))
  const progress = setInterval(() => console.log(`${total.decisions} decisions after ${seconds().toFixed(0)} s`), 30_000)
  const codes = await Promise.all(parts)
  clearInterval(progress)
  console.log(
    `${total.decisions} decisions in ${seconds().toFixed(0)} s: ${total.allowed} allowed, ${total.determined} determined by a policy, ${total.erred} with erring policies`,
  )
  process.exitCode = codes.every((code) => code === 0) ? 0 : 1
  console.log(process.exitCode === 0 ? 'No difference' : 'Compiled policies and Cedar differ: see above')
}

function startPart(index, processes, total) {
  const share = Math.ceil(Number(values.decisions) / processes)
  // Batches count the seed up from here: parts must not meet
  const seed = (Number(values.seed) + index * 1_000_000) % 2_147_000_000
  const child = fork(new URL(import.meta.url), ['--part', String(index), '--decisions', String(share), '--seed', String(seed)])
  child.on('message', (tally) => {
    for (const key of Object.keys(total)) total[key] += tally[key]
  })
  return new Promise((resolve) => child.on('exit', resolve))
}
