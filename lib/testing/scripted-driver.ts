import { z } from 'zod'
import { DiscoveredRecord, type DiscoveredRecordInput } from '#lib/systems/discovered.ts'
import type { Connection, Driver, TestReport } from '#lib/systems/driver.ts'
import { registerDriver } from '#lib/systems/registry.ts'

type ScriptedConnection = Connection & { place: string }

/** What a scripted system shows, by the place that its settings name; a function may throw, or wait. `checked: false` hands the records on as they are. */
export type Script = { records: () => Iterable<DiscoveredRecordInput> | AsyncIterable<DiscoveredRecordInput>; report?: TestReport; checked?: boolean }

export const REACHABLE: TestReport = { reachable: true, as: 'tenure', serverVersion: '1', targetTime: new Date(0), rights: [], warnings: [] }

/** Registers a kind of system whose inventory a test writes down: for what real systems cannot be made to show on demand. Its `place` is open, its `secret` is secret. */
export function scriptedDriver(kind: string): Map<string, Script> {
  const scripts = new Map<string, Script>()
  const driver: Driver<ScriptedConnection> = {
    kind,
    title: 'Scripted system',
    connectionSchema: z.object({
      place: z.string().min(1, 'Enter the place').meta({ title: 'Place' }),
      secret: z.string().min(1, 'Enter the secret'),
      host: z.string().default('localhost'),
      ports: z.array(z.coerce.number()).default([1]),
    }),
    secretFields: ['secret'],
    capabilities: ['discover'],
    connect: (settings) => ({ kind, place: (settings as { place: string }).place, close: async () => {} }),
    test: async ({ place }) =>
      scripts.get(place)?.report ?? (scripts.has(place) ? REACHABLE : { reachable: false, code: null, reason: `nothing answers at ${place}` }),
    async *discover({ place }) {
      const script = scripts.get(place)
      for await (const record of script?.records() ?? []) yield [script?.checked === false ? record : DiscoveredRecord.parse(record)]
    },
  }
  registerDriver(driver)
  return scripts
}
