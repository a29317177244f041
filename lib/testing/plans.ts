import type { Pool } from '#lib/db/pool.ts'

type Statement = { text: string; values?: unknown[] }
type Node = {
  'Node Type': string
  'Relation Name'?: string
  'Actual Rows'?: number
  'Actual Loops'?: number
  'Rows Removed by Filter'?: number
  Plans?: Node[]
}

/** A statement with how PostgreSQL executed it: every node of the plan, flattened. */
export type Explained = { text: string; nodes: Node[] }

/** A pool that explains each statement (`EXPLAIN ANALYZE`) before it runs it, and keeps the plans. */
export function explainedPool(pool: Pool): { pool: Pool; explained: Explained[] } {
  const explained: Explained[] = []
  const query = async (statement: Statement) => {
    const { text, values = [] } = statement
    const { rows } = await pool.query<{ 'QUERY PLAN': { Plan: Node }[] }>({ text: `EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) ${text}`, values })
    explained.push({ text, nodes: rows.flatMap((row) => row['QUERY PLAN'].flatMap(({ Plan }) => flatten(Plan))) })
    return pool.query({ text, values })
  }
  return { explained, pool: new Proxy(pool, { get: (target, name) => (name === 'query' ? query : Reflect.get(target, name)) }) }
}

const flatten = (node: Node): Node[] => [node, ...(node.Plans ?? []).flatMap(flatten)]

/** How many rows of a table the statement read one after the other, without an index. */
export function rowsScanned({ nodes }: Explained, table: string): number {
  const scans = nodes.filter((node) => node['Node Type'].includes('Seq Scan') && node['Relation Name'] === table)
  return scans.reduce((sum, node) => sum + ((node['Actual Rows'] ?? 0) + (node['Rows Removed by Filter'] ?? 0)) * (node['Actual Loops'] ?? 1), 0)
}

/** How many rows of a table the statement looked at in all, through whatever index. */
export function rowsVisited({ nodes }: Explained, table: string): number {
  const scans = nodes.filter((node) => node['Relation Name'] === table)
  return scans.reduce((sum, node) => sum + ((node['Actual Rows'] ?? 0) + (node['Rows Removed by Filter'] ?? 0)) * (node['Actual Loops'] ?? 1), 0)
}
