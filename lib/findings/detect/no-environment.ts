import { Prisma } from '#lib/db/generated/client.ts'
import type { FindingRule } from './detection.ts'
import { findingColumns } from './finding-columns.ts'
import { identitiesIn, weightOf } from './identities.ts'

const { sql } = Prisma

export const noEnvironment: FindingRule = {
  name: 'no_environment',
  title: 'No environment',
  what: 'Nobody has said in which environment this identity runs.',
  why: 'Its trust boundary depends on the environment: without one no limit on its credentials, policies and telemetry holds.',
  todo: 'Declare its environment: production, staging, development or sandbox.',
  async detect({ scope }) {
    const identities = identitiesIn(scope)
    if (!identities) return null
    const columns = findingColumns({
      subject: sql`i.id`,
      identity: sql`i.id`,
      system: sql`i.system_id`,
      evidence: { missing: sql`'environment'::text`, environmentOfItsSystem: sql`s.environment` },
      points: [{ what: 'Nobody has said where it runs', points: 15 }, ...weightOf(15, 5)],
    })
    return { breaches: sql`SELECT ${columns} FROM ${identities.from} WHERE ${identities.where} AND i.environment IS NULL`, within: identities.within }
  },
}
