import type { MergeScope } from './merge-scope.ts'

export type RunNote = { code: string; subject: string; text: string }

const KEPT = 500

/** What belongs to no single identity, each once, the first 500; how many more there were is said. */
export async function notesOf({ tx, run }: MergeScope): Promise<RunNote[]> {
  const notes = await tx.$queryRaw<(RunNote & { total: number })[]>`
    SELECT code, subject, text, (count(*) OVER ())::int AS total FROM (
      SELECT DISTINCT ON (payload ->> 'externalId') seq, payload ->> 'code' AS code, payload ->> 'subject' AS subject, payload ->> 'text' AS text
        FROM discovered_record WHERE run_id = ${run.id} AND type = 'note' ORDER BY payload ->> 'externalId', seq) n
     ORDER BY seq LIMIT ${KEPT}`
  const more = (notes[0]?.total ?? 0) - notes.length
  const kept = notes.map(({ code, subject, text }) => ({ code, subject, text }))
  return more > 0 ? [...kept, { code: 'more', subject: `${more} notes`, text: `${more} more notes are not shown` }] : kept
}

/** What names an identity that neither the source listed nor the register knows: counted, with an example, because it was left out. */
export async function withoutIdentity({ tx }: MergeScope): Promise<{ count: number; notes: RunNote[] }> {
  const [left] = await tx.$queryRaw<{ count: number; example: string | null }[]>`
    SELECT count(*)::int AS count, min(s.identity_external_id) AS example FROM (
      SELECT identity_external_id FROM seen_credential UNION ALL SELECT identity_external_id FROM seen_entitlement UNION ALL SELECT identity_external_id FROM seen_trust UNION ALL SELECT identity_external_id FROM seen_activity) s
     WHERE NOT EXISTS (SELECT FROM here i WHERE i.external_id = s.identity_external_id)`
  if (!left || left.count === 0) return { count: 0, notes: [] }
  return {
    count: left.count,
    notes: [
      {
        code: 'without_identity',
        subject: left.example ?? '',
        text: `${left.count} records name an identity that the source did not list; they were left out`,
      },
    ],
  }
}
