import { z } from 'zod'
import { CaCertificate } from '../schemas.ts'

const name = (label: string) =>
  z
    .string()
    .trim()
    .min(1, `Enter the ${label}`)
    .max(128, 'MariaDB names have at most 128 characters')
    .refine((value) => !value.includes('\u0000'), 'Holds a character that MariaDB cannot take')
const milliseconds = (initial: number, max: number) => z.coerce.number().int().min(100).max(max).default(initial)

/** How Tenure reaches a MariaDB server, and how it mints there. `password` is the one secret. */
export const MariadbSettings = z.object({
  host: z
    .string()
    .trim()
    .regex(/^[A-Za-z0-9._:-]{1,253}$/, 'Enter a host name or an IP address')
    .meta({ title: 'Host', description: 'A name, as it stands in the certificate; an address only without "verify-full".' }),
  port: z.coerce.number().int().min(1).max(65_535).default(3306).meta({ title: 'Port' }),
  username: name('user name').meta({ title: 'User name', description: 'The account of docs/guides/connect-mariadb.md, never an administrator.' }),
  password: z.string().min(1, 'Enter the password').max(1_024).meta({ title: 'Password' }),
  tls: z
    .enum(['verify-full', 'require', 'disable'])
    .default('verify-full')
    .meta({ title: 'TLS', description: '"require" encrypts without checking who answers; "disable" is for loopback.' }),
  caCertificate: CaCertificate,
  /** Roles that may be lent although they reach further than data: each is a decision of an administrator. */
  allowPrivileged: z.array(name('role')).default([]).meta({ title: 'Privileged roles that may be lent' }),
  accountHost: z
    .string()
    .trim()
    .regex(/^[A-Za-z0-9._:%/-]{1,255}$/, 'Enter a host pattern such as % or 10.1.%')
    .default('%')
    .meta({ title: 'Leases log in from', description: 'The host pattern of the accounts that Tenure makes; Tenure itself must match it, to test them.' }),
  accountConnectionLimit: z.coerce.number().int().min(1).max(1_000).default(5).meta({ title: 'Connections per lease' }),
  maxConnections: z.coerce.number().int().min(1).max(64).default(4).meta({ title: 'Connections of Tenure' }),
  connectTimeoutMs: milliseconds(5_000, 60_000).meta({ title: 'Connect timeout (ms)' }),
  statementTimeoutMs: milliseconds(30_000, 600_000).meta({ title: 'Statement timeout (ms)' }),
  lockTimeoutMs: milliseconds(5_000, 60_000).meta({ title: 'Lock timeout (ms)' }),
})
export type MariadbSettings = z.infer<typeof MariadbSettings>
