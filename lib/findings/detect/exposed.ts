import { Prisma } from '#lib/db/generated/client.ts'
import type { FindingRule, FindingScope } from './detection.ts'
import { findingColumns, instant } from './finding-columns.ts'
import { ENVIRONMENT } from './identities.ts'

const { sql } = Prisma

const HERE = sql`(i.enabled AND i.vanished_at IS NULL)`
const WORKS = sql`(c.enabled AND c.vanished_at IS NULL AND ${HERE})`
const DEAD = sql`(c.id IS NOT NULL AND ${WORKS} IS NOT TRUE)`

export const exposed: FindingRule = {
  name: 'exposed',
  title: 'Secret exposed',
  what: 'A secret lies where it must not: in code, in a log or in a message.',
  why: 'Whoever can read that place can log in with it, and deleting the line does not take back what was read.',
  todo: 'Rotate or revoke the credential first, then remove it from where it lies, history included. The next report closes this.',
  async detect({ scope }) {
    const only = exposuresIn(scope)
    if (only === null) return null
    const columns = findingColumns({
      subject: sql`e.id`,
      // What is another's view is found on that other.
      identity: sql`coalesce(i.merged_into_id, i.id)`,
      credential: sql`e.credential_id`,
      exposure: sql`e.id`,
      system: sql`e.system_id`,
      evidence: {
        secret: sql`e.title`,
        foundBy: sql`e.rule`,
        place: sql`e.source`,
        path: sql`e.path`,
        line: sql`e.line`,
        commit: sql`e.commit`,
        exposedAt: instant(sql`e.exposed_at`),
        triedByScanner: sql`CASE e.verified WHEN TRUE THEN 'it worked' WHEN FALSE THEN 'it did not work' ELSE 'it was not tried' END`,
        credential: sql`CASE WHEN c.id IS NULL THEN 'not known to the register' WHEN ${WORKS} THEN 'known, and it works' ELSE 'known, and disabled or gone' END`,
      },
      points: [
        { what: 'It lies where it must not', points: 40 },
        { what: 'The scanner tried it, and it worked', points: 15, when: sql`e.verified` },
        { what: 'The scanner tried it, and it did not work', points: -20, when: sql`NOT e.verified` },
        { what: 'The register knows the credential, and it works', points: 20, when: WORKS },
        { what: 'The register knows the credential, and it is disabled or gone', points: -15, when: DEAD },
        { what: 'Its identity is privileged', points: 15, when: sql`i.privileged AND ${HERE}` },
        { what: 'Its identity runs in production', points: 10, when: sql`${ENVIRONMENT} = 'production' AND ${HERE}` },
      ],
    })
    return {
      breaches: sql`SELECT ${columns} FROM exposure e LEFT JOIN credential c ON c.id = e.credential_id LEFT JOIN identity i ON i.id = e.identity_id LEFT JOIN system s ON s.id = i.system_id
        WHERE e.vanished_at IS NULL ${only.where}`,
      within: only.within,
    }
  },
}

/** Exposures that a scope concerns: what a system's reports showed, and what is laid to its identities. */
function exposuresIn(scope: FindingScope): { where: Prisma.Sql; within: Prisma.Sql } | null {
  if ('boundaries' in scope) return null
  if ('all' in scope) return { where: Prisma.empty, within: sql`TRUE` }
  const ids =
    'systemId' in scope
      ? sql`SELECT x.id FROM exposure x WHERE x.system_id = ${scope.systemId} UNION SELECT x.id FROM exposure x JOIN identity m ON m.id = x.identity_id WHERE m.system_id = ${scope.systemId}`
      : sql`SELECT x.id FROM exposure x WHERE x.identity_id = ANY(${[...scope.identityIds]}::text[])`
  return { where: sql`AND e.id IN (${ids})`, within: sql`f.subject_key IN (${ids})` }
}
