import { createRequire } from 'node:module'
import path from 'node:path'
import type { Config } from '#lib/config/config.ts'
import type { ProcessPlan } from './supervisor.ts'

/** Work that streams leaves garbage as long as there is room for it. This much is enough for the largest item that is read whole. */
export const BOUNDED_HEAP = ['--max-old-space-size=320'] as const

export const ROOT = path.resolve(import.meta.dirname, '..')
const require = createRequire(import.meta.url)

/** The three processes of Tenure: pages for people, the control plane for machines, and the worker. */
export function processPlans(
  config: Pick<Config, 'TENURE_HOST' | 'TENURE_WEB_PORT' | 'TENURE_URL'>,
  env: NodeJS.ProcessEnv,
  output: (name: string) => 'inherit' | number,
): ProcessPlan[] {
  const shared: NodeJS.ProcessEnv = { ...env, NODE_ENV: 'production', NEXTAUTH_URL: config.TENURE_URL, NEXT_TELEMETRY_DISABLED: '1' }
  const tenure = (name: string, ...flags: string[]): ProcessPlan => ({
    name,
    command: process.execPath,
    args: [...flags, path.join(ROOT, 'bin/tenure.mjs'), name],
    env: shared,
    output: output(name),
  })
  const next = require.resolve('next/dist/bin/next')
  const web = {
    name: 'web',
    command: process.execPath,
    args: [next, 'start', ROOT, '-H', config.TENURE_HOST, '-p', String(config.TENURE_WEB_PORT)],
    env: shared,
    output: output('web'),
  }
  return [web, tenure('control-plane'), tenure('worker', ...BOUNDED_HEAP)]
}
