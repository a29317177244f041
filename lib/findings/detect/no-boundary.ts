import { matrixCells } from '#lib/boundaries/queries/matrix-cells.ts'
import { Prisma } from '#lib/db/generated/client.ts'
import type { FindingRule } from './detection.ts'
import { findingColumns } from './finding-columns.ts'

const { sql } = Prisma

export const noBoundary: FindingRule = {
  name: 'no_boundary',
  title: 'No trust boundary',
  what: 'Identities of this class run in this environment, and their trust boundary is not declared completely, or what it declares is not so.',
  why: 'Without limits on how they authenticate, for how long, under which policies and seen by what, nothing tells a normal use from a wrong one; and a way to revoke that nobody ever tried may not work.',
  todo: 'Complete the boundary of this cell. For one that is dead, repair the telemetry or prove the revocation path by a drill.',
  async detect({ scope, now, read }) {
    if (!('boundaries' in scope || 'all' in scope)) return null
    const cells = (await matrixCells(read, now))
      .filter(({ health }) => health === 'empty' || health === 'dead')
      .map(({ class: identityClass, environment, identities, privileged, health, boundary, reasons }) => {
        // What a reason says of "when" moves with the clock: the reasons in evidence only say what.
        const why = reasons.map((reason) => reason.replace(/ was last (read|proven) .*/, ' was last $1 too long ago'))
        return { class: identityClass, environment, identities, privileged: privileged > 0, health, boundaryId: boundary?.id ?? null, reasons: why }
      })
    const columns = findingColumns({
      subject: sql`g.class || '/' || g.environment`,
      boundary: sql`g."boundaryId"`,
      evidence: { class: sql`g.class`, environment: sql`g.environment`, state: sql`g.health`, reasons: sql`g.reasons`, identities: sql`g.identities` },
      points: [
        { what: 'Something is not declared', points: 35, when: sql`g.health = 'empty'` },
        { what: 'What is declared is not so', points: 40, when: sql`g.health = 'dead'` },
        { what: 'Privileged identities fall under it', points: 20, when: sql`g.privileged` },
        { what: 'More than a hundred identities fall under it', points: 10, when: sql`g.identities > 100` },
        { what: 'It is a boundary of production', points: 20, when: sql`g.environment = 'production'` },
      ],
    })
    return {
      breaches: sql`SELECT ${columns} FROM jsonb_to_recordset(${JSON.stringify(cells)}::jsonb)
        AS g(class text, environment text, identities int, privileged boolean, health text, "boundaryId" text, reasons jsonb)`,
      within: sql`TRUE`,
    }
  },
}
