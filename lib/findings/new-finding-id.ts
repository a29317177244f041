import { FindingId } from '#lib/core/ids.ts'
import { Prisma } from '#lib/db/generated/client.ts'

/** How many characters of a TypeID after its prefix hold the 48 bits of a UUIDv7's time. */
const TIME = 10

/**
 * A new id per row of a set, as SQL over the row's number in it (1 to 268 million). It is a fresh TypeID whose last seven characters are that number in hexadecimal
 * digits, which are letters of its alphabet too: ids of one run ascend, so that the indexes grow at their end.
 */
export function newFindingId(rowNumber: Prisma.Sql): Prisma.Sql {
  const fresh = FindingId.create()
  const kept = fresh.slice(0, FindingId.prefix.length + 1 + TIME + 9)
  return Prisma.sql`(${kept}::text || lpad(to_hex(${rowNumber}), 7, '0'))`
}
