import type { Connection } from '#lib/db/pool.ts'
import { type MerkleNode, type NodePlace, type NodeReader, nodeReader } from './merkle.ts'

/** Fetches stored nodes in one statement, for the calculations that read them. */
export async function readNodes(connection: Connection, places: readonly NodePlace[]): Promise<NodeReader> {
  const { rows } = await connection.query<{ level: number; index: string; hash: Buffer }>(
    'SELECT n.level, n.index, n.hash FROM unnest($1::smallint[], $2::bigint[]) AS place(level, index) JOIN audit_node n USING (level, index)',
    [places.map((place) => place.level), places.map((place) => place.index)],
  )
  return nodeReader(rows.map(({ level, index, hash }): MerkleNode => ({ level, index: Number(index), hash })))
}
