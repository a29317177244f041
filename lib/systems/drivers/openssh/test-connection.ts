import type { CallOptions, TestReport } from '#lib/systems/driver.ts'
import { listed, readEach, unreachablePlaces } from '../each-place.ts'
import type { OpensshConnection } from './connect.ts'
import type { ReadHost } from './host-records.ts'
import { readInventory } from './read-inventory.ts'

/** Whether hosts answer by their pinned keys and run the inventory, which do not, and what Tenure's account will not see there. A failure is part of the answer; it throws only when stopped. */
export async function testConnection(connection: OpensshConnection, options: CallOptions = {}): Promise<TestReport> {
  const { hosts, settings } = connection
  const checked: ReadHost[] = []
  const failures: string[] = []
  const limits = { parallel: settings.parallel, signal: options.signal }
  for await (const outcome of readEach(hosts, limits, (host) => readInventory(connection, host, 'check', options))) {
    if ('read' in outcome) checked.push(outcome.read)
    else failures.push(outcome.failure)
  }
  const [first] = checked
  if (!first) return { reachable: false, code: null, reason: unreachablePlaces('hosts', failures).message }
  const rights = [{ capability: 'discover' as const, right: 'log in', held: true, purpose: 'Run the inventory on each host', remedy: null }]
  const unread = failures.length > 0 ? [`${failures.length} of ${hosts.length} hosts cannot be read: ${listed(failures)}`] : []
  const { loggedInAs, operatingSystem, at } = first.inventory
  return { reachable: true, as: loggedInAs, serverVersion: operatingSystem || 'OpenSSH', targetTime: at, rights, warnings: [...unread, ...warningsOf(checked)] }
}

function warningsOf(checked: readonly ReadHost[]): string[] {
  const say = (which: readonly ReadHost[], text: string) => {
    if (which.length === 0) return []
    const names = which.slice(0, 5).map(({ host }) => host)
    return [`${text}: ${names.join(', ')}${which.length > names.length ? '…' : ''}`]
  }
  return [
    ...say(
      checked.filter(({ inventory }) => inventory.uid !== 0),
      "Keys of other accounts are not seen where Tenure's account reads as itself",
    ),
    ...say(
      checked.filter(({ inventory }) => inventory.configFrom !== 'sshd'),
      'sshd does not tell its configuration',
    ),
  ]
}
