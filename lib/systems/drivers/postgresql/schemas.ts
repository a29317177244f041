import { z } from 'zod'
import { CaCertificate } from '../schemas.ts'

/** Names reach the server in its wire protocol, where a NUL ends a string. */
const name = (label: string) =>
  z
    .string()
    .trim()
    .min(1, `Enter the ${label}`)
    .max(63, 'PostgreSQL names have at most 63 bytes')
    .refine((value) => !value.includes('\u0000'), 'Holds a character that PostgreSQL cannot take')
const milliseconds = (initial: number, max: number) => z.coerce.number().int().min(100).max(max).default(initial)

/** How Tenure reaches a PostgreSQL server, and how it mints there. `password` is the one secret. */
export const PostgresqlSettings = z.object({
  host: z
    .string()
    .trim()
    .regex(/^[A-Za-z0-9._:-]{1,253}$/, 'Enter a host name or an IP address')
    .meta({ title: 'Host' }),
  port: z.coerce.number().int().min(1).max(65_535).default(5432).meta({ title: 'Port' }),
  database: name('database')
    .default('postgres')
    .meta({ title: 'Database', description: 'Where Tenure connects first; grants are read in every database that it may connect to.' }),
  username: name('user name').meta({ title: 'User name', description: 'The account of docs/guides/connect-postgresql.md, never a superuser.' }),
  password: z.string().min(1, 'Enter the password').max(1_024).meta({ title: 'Password' }),
  tls: z
    .enum(['verify-full', 'require', 'disable'])
    .default('verify-full')
    .meta({ title: 'TLS', description: '"require" encrypts without checking who answers; "disable" is for loopback.' }),
  caCertificate: CaCertificate,
  /** Databases whose grants are read; empty means every one that accepts Tenure's account. */
  discoverDatabases: z.array(name('database')).default([]).meta({ title: 'Only these databases' }),
  /** Group roles that may be lent although they reach further than data: each is a decision of an administrator. */
  allowPrivileged: z.array(name('role')).default([]).meta({ title: 'Privileged roles that may be lent' }),
  accountConnectionLimit: z.coerce.number().int().min(1).max(1_000).default(5).meta({ title: 'Connections per lease' }),
  /** A minted secret has 256 random bits: iterations, which slow down guessing, add nothing but time. Some clients insist on 4,096. */
  scramIterations: z.coerce.number().int().min(1).max(100_000).default(1).meta({ title: 'SCRAM iterations' }),
  maxConnections: z.coerce.number().int().min(1).max(64).default(4).meta({ title: 'Connections of Tenure' }),
  connectTimeoutMs: milliseconds(5_000, 60_000).meta({ title: 'Connect timeout (ms)' }),
  statementTimeoutMs: milliseconds(30_000, 600_000).meta({ title: 'Statement timeout (ms)' }),
  lockTimeoutMs: milliseconds(5_000, 60_000).meta({ title: 'Lock timeout (ms)' }),
})
export type PostgresqlSettings = z.infer<typeof PostgresqlSettings>
