import { z } from 'zod'
import { TenureError } from '#lib/core/errors.ts'
import type { Driver, StandingFacts, StandingStep } from '#lib/systems/driver.ts'
import { registerDriver } from '#lib/systems/registry.ts'
import { REACHABLE } from './scripted-driver.ts'

export type StandingState = { enabled: boolean; sessions: number | null; dependents: string[]; own?: boolean }

/** A target of a test's own: its accounts by name, whether it answers, and whether it says that it did what it did not do. `calls` is what was asked of it. */
export type StandingTarget = { accounts: Map<string, StandingState>; answers: boolean; lies: boolean; calls: string[] }

/** Registers a kind of system whose accounts a test holds in its hands: for what real systems cannot be made to do on demand. */
export function standingDriver(kind: string): StandingTarget {
  const target: StandingTarget = { accounts: new Map(), answers: true, lies: false, calls: [] }
  const at = () => new Date()

  const asked = (call: string, name: string): StandingState | undefined => {
    target.calls.push(call)
    if (!target.answers) throw new TenureError('unavailable', 'The target does not answer')
    return target.accounts.get(name)
  }
  const act = (call: string, name: string, work: (account: StandingState | undefined) => boolean): StandingStep => {
    const account = asked(call, name)
    if (account?.own) throw new TenureError('conflict', `${name} is Tenure’s own account`)
    return { at: at(), changed: target.lies || work(account), detail: `${call} ${name}` }
  }
  const present = (account: StandingState | undefined, name: string): StandingState => {
    if (!account) throw new TenureError('not_found', `There is no account ${name}`)
    return account
  }

  const driver: Driver = {
    kind,
    title: 'Standing accounts',
    connectionSchema: z.object({ place: z.string().default('here') }),
    secretFields: [],
    capabilities: ['offboard'],
    connect: () => ({ kind, close: async () => {} }),
    test: async () => REACHABLE,
    offboarding: {
      remember: async (_, { name }) => (asked('remember', name) ? `was ${name}` : null),
      disable: async (_, { name }) =>
        act('disable', name, (found) => {
          const account = present(found, name)
          const changed = account.enabled
          Object.assign(account, { enabled: false, sessions: account.sessions === null ? null : 0 })
          return changed
        }),
      restore: async (_, { name }, remembered) =>
        act('restore', name, (found) => {
          const account = present(found, name)
          if (remembered !== `was ${name}`) throw new Error('what was remembered is not what is handed back')
          const changed = !account.enabled
          account.enabled = true
          return changed
        }),
      remove: async (_, { name }) =>
        act('remove', name, (account) => {
          if (account && account.dependents.length > 0) throw new TenureError('conflict', `${name} cannot be removed: ${account.dependents.join(', ')}`)
          return target.accounts.delete(name)
        }),
      reread: async (_, { name }): Promise<StandingFacts> => {
        const account = asked('reread', name)
        return account ? { exists: true, ...account, targetTime: at() } : { exists: false, enabled: false, sessions: 0, dependents: [], targetTime: at() }
      },
    },
  }
  registerDriver(driver)
  return target
}
