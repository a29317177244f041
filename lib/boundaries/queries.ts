import { z } from 'zod'
import { query } from '#lib/command/query.ts'
import { TenureError } from '#lib/core/errors.ts'
import { matrixCells, type MatrixCell } from './queries/matrix-cells.ts'
import { boundaryHistory, type BoundaryChange } from './queries/boundary-history.ts'
import { Cell } from './schemas.ts'

/** The trust-boundary matrix: every class in every environment, with what is declared, what is known of it, and whether that holds. Everybody sees all of it: it names no identity. */
export const showMatrix = query({
  permission: 'boundaries.read',
  input: z.object({}),
  async run({ pool, now }): Promise<MatrixCell[]> {
    return matrixCells(async (statement) => (await pool.query(statement)).rows, now)
  },
})

/** One cell of the matrix with who changed it, when and why. Throws `not_found` for what is no class or environment. */
export const showBoundary = query({
  permission: 'boundaries.read',
  input: z.object({ class: z.string(), environment: z.string() }),
  async run({ pool, now }, input): Promise<MatrixCell & { history: BoundaryChange[] }> {
    const wanted = Cell.safeParse(input)
    const cells = wanted.success ? await matrixCells(async (statement) => (await pool.query(statement)).rows, now) : []
    const cell = cells.find((each) => each.class === input.class && each.environment === input.environment)
    if (!cell) throw new TenureError('not_found', 'There is no such class or environment')
    return { ...cell, history: cell.boundary ? await boundaryHistory(pool, cell.boundary.id) : [] }
  },
})
