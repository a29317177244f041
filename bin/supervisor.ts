import { type ChildProcess, spawn } from 'node:child_process'

export type ProcessPlan = { name: string; command: string; args: string[]; env: NodeJS.ProcessEnv; output: 'inherit' | number }

const RESTART_MS = 1_000
const PATIENCE_MS = 15_000

/** Runs the plans side by side: one that dies is started again, and all of them stop, politely first, when the supervisor is told to stop. */
export function supervise(plans: readonly ProcessPlan[], onDeath: (name: string, how: string) => void) {
  const running = new Map<string, ChildProcess>()
  let stopping = false

  const start = (plan: ProcessPlan) => {
    const child = spawn(plan.command, plan.args, { env: plan.env, stdio: ['ignore', plan.output, plan.output] })
    running.set(plan.name, child)
    child.once('exit', (code, signal) => {
      running.delete(plan.name)
      if (stopping) return
      onDeath(plan.name, signal ?? `exit code ${code}`)
      setTimeout(() => !stopping && start(plan), RESTART_MS)
    })
  }
  for (const plan of plans) start(plan)

  async function stop(): Promise<void> {
    stopping = true
    const children = [...running.values()]
    const gone = Promise.all(children.map((child) => new Promise((resolve) => child.once('exit', resolve))))
    for (const child of children) child.kill('SIGTERM')
    const timer = setTimeout(() => {
      for (const child of children) child.kill('SIGKILL')
    }, PATIENCE_MS)
    await gone
    clearTimeout(timer)
  }

  return { stop }
}

/** Resolves with the first signal that asks this process to end. */
export function untilToldToStop(): Promise<NodeJS.Signals> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => resolve(signal))
  })
}
