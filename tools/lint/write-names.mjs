/** What writes on a model of the client (`tx.lease.update`). */
export const MODEL_WRITES = new Set([
  'create',
  'createMany',
  'createManyAndReturn',
  'update',
  'updateMany',
  'updateManyAndReturn',
  'upsert',
  'delete',
  'deleteMany',
])

/** What runs SQL for its effect. */
export const RAW_WRITES = new Set(['$executeRaw', '$executeRawUnsafe'])

/** Statements that change data or the schema, wherever they stand in an SQL text. */
export const WRITING_SQL =
  /\b(INSERT\s+INTO|UPDATE\s+[\w."]+\s+(AS\s+\w+\s+)?SET|DELETE\s+FROM|MERGE\s+INTO|TRUNCATE\s+TABLE|(ALTER|CREATE|DROP)\s+(INDEX|ROLE|TABLE))\b/i
