import { PrismaPg } from '@prisma/adapter-pg'
import { sha256Hex } from '#lib/crypto/hash.ts'
import { type Prisma, PrismaClient } from './generated/client.ts'

export type Db = PrismaClient
/** What both the client and a transaction can do: the type of whatever only reads. */
export type Tx = Prisma.TransactionClient

/** A client over its own connection pool. Statements are prepared under the hash of their text, which halves their cost. */
export function createDb(url: string, options: { connections?: number } = {}): Db {
  const adapter = new PrismaPg(
    { connectionString: url, max: options.connections ?? 10, application_name: 'tenure' },
    { statementNameGenerator: (query) => `s${sha256Hex(query.sql).slice(0, 32)}` },
  )
  return new PrismaClient({ adapter })
}
