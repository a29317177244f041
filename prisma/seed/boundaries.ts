import type { Environment, IdentityClass } from '#lib/core/identity-class.ts'
import { BoundaryId } from '#lib/core/ids.ts'
import { DAY, HOUR, SECOND, shift } from '#lib/core/time.ts'
import type { Row } from './rows.ts'

type Cell = {
  class: IdentityClass
  environment: Environment
  methods: string[]
  ttlHours: number
  rotationDays: number
  provenDaysAgo: number
  seenIn: readonly string[]
}

/** What the invented company has settled so far; the rest of the matrix is empty, which is a finding. */
const CELLS: readonly Cell[] = [
  {
    class: 'workload',
    environment: 'production',
    methods: ['federated_trust', 'x509_certificate'],
    ttlHours: 1,
    rotationDays: 30,
    provenDaysAgo: 12,
    seenIn: ['aws', 'kubernetes'],
  },
  {
    class: 'service_account',
    environment: 'production',
    methods: ['access_key', 'password', 'oauth_client_secret'],
    ttlHours: 8,
    rotationDays: 90,
    provenDaysAgo: 40,
    seenIn: ['aws', 'entra'],
  },
  { class: 'ci_runner', environment: 'production', methods: ['federated_trust'], ttlHours: 1, rotationDays: 90, provenDaysAgo: 25, seenIn: ['github', 'aws'] },
  // Proven too long ago, and seen in a system that nobody has read for days: dead
  {
    class: 'server',
    environment: 'production',
    methods: ['ssh_key', 'x509_certificate'],
    ttlHours: 24,
    rotationDays: 365,
    provenDaysAgo: 300,
    seenIn: ['hosts'],
  },
]

/** The cells of the trust-boundary matrix that are settled. `systems` are ids by the keys of the sample systems. */
export function boundaryRows(now: Date, systems: ReadonlyMap<string, string>): Row[] {
  return CELLS.map(({ ttlHours, provenDaysAgo, seenIn, ...cell }) => ({
    id: BoundaryId.create(),
    ...cell,
    maxTtlSeconds: (ttlHours * HOUR) / SECOND,
    policySet: 'people-decide',
    telemetry: seenIn.map((key) => ({ systemId: systems.get(key), maxAgeHours: 7 * 24 })),
    revocationPath: 'Tenure ends it through the system’s driver, or its team does within an hour of being called',
    revocationSystemIds: seenIn.map((key) => systems.get(key)),
    revocationProvenAt: shift(now, -provenDaysAgo * DAY),
    revocationProof: 'a test account was revoked, and its login refused',
    sample: true,
    updatedAt: shift(now, -30 * DAY),
  }))
}
