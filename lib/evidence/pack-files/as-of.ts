type Governed = 'identity' | 'credential' | 'entitlement' | 'app_user' | 'system' | 'trust' | 'exposure' | 'boundary' | 'finding'

/** The rows of a governed table as they were at the instant `$1`, as a subquery: those that still stand, and those that history kept. */
export function asOf(table: Governed): string {
  const derived = table === 'identity' ? ` || '{"search_text": ""}'` : ''
  return `(SELECT * FROM ${table} WHERE valid_from <= $1
           UNION ALL
           SELECT (jsonb_populate_record(NULL::${table}, h.row${derived})).* FROM ${table}_history h WHERE h.valid_from <= $1 AND h.valid_to > $1)`
}
