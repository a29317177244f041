/** The rooms of `lib/` from top to bottom. The order is the architecture: a room imports only rooms that stand above it. */
export const rooms = [
  'core',
  'config',
  'crypto',
  'db',
  'audit',
  'people',
  'command',
  'systems',
  'inventory',
  'ownership',
  'boundaries',
  'lifecycle',
  'exceptions',
  'policy',
  'access',
  'leases',
  'workloads',
  'activity',
  'reconciliation',
  'vendors',
  'agents',
  'chains',
  'findings',
  'campaigns',
  'posture',
  'evidence',
  'notifications',
  'jobs',
  'web',
  'testing',
]

/** What the rooms below are built with: every file of these may be imported from below, not only rules, schemas, store and queries. */
export const kernel = new Set(['core', 'config', 'crypto', 'db', 'audit', 'people', 'command', 'systems'])

/** Where the outside comes in: timers and queues, requests, tests. */
export const edges = new Set(['jobs', 'web', 'testing'])
