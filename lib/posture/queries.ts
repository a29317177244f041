import { z } from 'zod'
import { query } from '#lib/command/query.ts'
import { governedTrend } from './queries/governed-trend.ts'
import { leaseFigures, revocationFigures } from './queries/lease-figures.ts'
import { registerFigures } from './queries/register-figures.ts'

/**
 * The posture of what this actor may see: coverage, standing against lent privilege, use, revocation, and the trend of the last thirteen weeks.
 * Each figure about identities carries the inventory's filter that lists them. Identities that are gone from their system do not count.
 */
export const showPosture = query({
  permission: 'posture.read',
  input: z.object({}),
  async run(context) {
    const [register, leases, revocations, trend] = await Promise.all([
      registerFigures(context),
      leaseFigures(context),
      revocationFigures(context),
      governedTrend(context),
    ])
    return { ...register, leases, revocations, trend }
  },
})
export type Posture = Awaited<ReturnType<typeof showPosture>>
