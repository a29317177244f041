import 'server-only'
import { config } from '#lib/config/config.ts'
import { evidenceSigner } from '#lib/crypto/evidence-signer.ts'
import type { Signer } from '#lib/crypto/signing.ts'
import { createDb, type Db } from '#lib/db/client.ts'
import { createPool, type Pool } from '#lib/db/pool.ts'

type Services = { db: Db; pool: Pool; signer: Signer }
const shared = globalThis as unknown as { tenureServices?: Services }

/** What this process holds open, made at first use: building the app needs neither a database nor secrets. */
export function services(): Services {
  shared.tenureServices ??= {
    db: createDb(config().DATABASE_URL),
    pool: createPool(config().DATABASE_URL, { connections: 6 }),
    signer: evidenceSigner(config()),
  }
  return shared.tenureServices
}
