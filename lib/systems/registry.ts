import { TenureError } from '#lib/core/errors.ts'
import type { Capability, DiscoveringDriver, Driver, MintingDriver } from './driver.ts'
import { kubernetesDriver } from './drivers/kubernetes/kubernetes.ts'
import { mariadbDriver } from './drivers/mariadb/mariadb.ts'
import { opensshDriver } from './drivers/openssh/openssh.ts'
import { ldapDriver } from './drivers/ldap/ldap.ts'
import { postgresqlDriver } from './drivers/postgresql/postgresql.ts'
import { rabbitmqDriver } from './drivers/rabbitmq/rabbitmq.ts'
import { redisDriver } from './drivers/redis/redis.ts'
import { tlsEndpointsDriver } from './drivers/x509/tls-endpoints.ts'

const METHODS: Record<Capability, keyof Driver> = {
  discover: 'discover',
  mint: 'mint',
  revoke: 'revocation',
  probe: 'probe',
  reread: 'reread',
  residual: 'residual',
  activity: 'activity',
  offboard: 'offboarding',
}
/** Who can make a credential must be able to end it and to prove that it ended (FEATURES 40). */
const NEEDED_TO_MINT: readonly Capability[] = ['revoke', 'probe', 'reread', 'residual']

/** Why a driver may not be registered, or null. A missing right to prove the end is no option: the driver is refused, not limited. */
function objection(driver: Driver): string | null {
  for (const [capability, method] of Object.entries(METHODS) as [Capability, keyof Driver][]) {
    const declared = driver.capabilities.includes(capability)
    if (declared !== (driver[method] !== undefined))
      return declared ? `declares ${capability} but has no ${method}` : `has ${method} but does not declare ${capability}`
  }
  if (driver.revocation?.length === 0) return 'has a revocation without steps'
  if (driver.capabilities.includes('mint')) {
    const missing = NEEDED_TO_MINT.filter((capability) => !driver.capabilities.includes(capability))
    if (missing.length > 0) return `mints but cannot ${missing.join(', ')}`
    if (!driver.accountName) return 'mints but does not name its accounts'
  }
  const unknown = driver.secretFields.filter((field) => !(field in driver.connectionSchema.shape))
  return unknown.length > 0 ? `marks fields as secret that its settings do not have: ${unknown.join(', ')}` : null
}

const mints = (driver: Driver): driver is MintingDriver => driver.capabilities.includes('mint')
const discovers = (driver: Driver): driver is DiscoveringDriver => driver.capabilities.includes('discover')

/** A set of drivers by kind. The product has one (below); a test makes its own. */
export function createRegistry(builtIn: readonly Driver[] = []) {
  const drivers = new Map<string, Driver>()

  /** Adds a driver. Throws (a bug, not a person's mistake) for a kind that is taken and for a driver that cannot prove what it does. */
  function registerDriver(driver: Driver): void {
    const reason = objection(driver)
    if (reason) throw new Error(`The driver for ${driver.kind} ${reason}`)
    if (drivers.has(driver.kind)) throw new Error(`There is a driver for ${driver.kind} already`)
    drivers.set(driver.kind, driver)
  }

  /** The driver of a kind; `invalid` when there is none. */
  function driverFor(kind: string): Driver {
    const driver = drivers.get(kind)
    if (!driver) throw new TenureError('invalid', `Tenure has no driver for systems of the kind "${kind}"`)
    return driver
  }

  /** The driver of a kind that lends access; `invalid` when it cannot. */
  function mintingDriverFor(kind: string): MintingDriver {
    const driver = driverFor(kind)
    if (!mints(driver)) throw new TenureError('invalid', `${driver.title} cannot lend access: its driver only reads`)
    return driver
  }

  /** The driver of a kind that reads inventories; `invalid` when it cannot. */
  function discoveringDriverFor(kind: string): DiscoveringDriver {
    const driver = driverFor(kind)
    if (!discovers(driver)) throw new TenureError('invalid', `${driver.title} cannot be read live: import an export of it instead`)
    return driver
  }

  /** All drivers, by title. */
  function listDrivers(): Driver[] {
    return [...drivers.values()].toSorted((a, b) => a.title.localeCompare(b.title, 'en'))
  }

  for (const driver of builtIn) registerDriver(driver)
  return { registerDriver, driverFor, mintingDriverFor, discoveringDriverFor, listDrivers }
}

export const { registerDriver, driverFor, mintingDriverFor, discoveringDriverFor, listDrivers } = createRegistry([
  mariadbDriver,
  postgresqlDriver,
  redisDriver,
  kubernetesDriver,
  rabbitmqDriver,
  ldapDriver,
  opensshDriver,
  tlsEndpointsDriver,
])
