import type pg from 'pg'

const BATCH = 500

/**
 * The answer to a query in batches, through a cursor of the open transaction: memory holds one batch however large the catalogue is.
 * Plain FETCH statements, so that each has its time limit and a connection that dies ends the reading; the cursor ends with the transaction.
 * `Row` is the shape of the statement's own columns, which the caller writes beside it.
 */
export async function* streamRows<Row extends pg.QueryResultRow>(client: pg.ClientBase, sql: string): AsyncGenerator<Row[]> {
  await client.query(`DECLARE rows NO SCROLL CURSOR FOR ${sql}`)
  for (;;) {
    const { rows } = await client.query<Row>(`FETCH ${BATCH} FROM rows`)
    if (rows.length > 0) yield rows
    if (rows.length < BATCH) break
  }
  await client.query('CLOSE rows')
}
