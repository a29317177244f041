import { Prisma } from '#lib/db/generated/client.ts'

/** The states of an item that waits: somebody is asked, or they declined and an admin has to decide. */
export const WAITING = Prisma.sql`('open', 'declined')`
