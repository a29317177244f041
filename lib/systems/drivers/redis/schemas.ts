import { z } from 'zod'
import { CaCertificate } from '../schemas.ts'

/** Redis itself takes no space and no NUL in a user's name. */
const name = (label: string) =>
  z
    .string()
    .trim()
    .min(1, `Enter the ${label}`)
    .max(256)
    .regex(/^[^\s\0]+$/, 'Redis user names hold no spaces')

/** How Tenure reaches a Redis server. `password` is the one secret. */
export const RedisSettings = z.object({
  host: z
    .string()
    .trim()
    .regex(/^[A-Za-z0-9._:-]{1,253}$/, 'Enter a host name or an IP address')
    .meta({ title: 'Host' }),
  port: z.coerce.number().int().min(1).max(65_535).default(6379).meta({ title: 'Port' }),
  username: name('user name').meta({ title: 'User name', description: 'The user of docs/guides/connect-redis.md, never the default user.' }),
  password: z.string().min(1, 'Enter the password').max(1_024).meta({ title: 'Password' }),
  tls: z
    .enum(['verify-full', 'require', 'disable'])
    .default('verify-full')
    .meta({ title: 'TLS', description: '"require" encrypts without checking who answers; "disable" is for loopback.' }),
  caCertificate: CaCertificate,
  /** Templates that may be lent although they reach further than data: each is a decision of an administrator. */
  allowPrivileged: z.array(name('user')).default([]).meta({ title: 'Privileged templates that may be lent' }),
  connectTimeoutMs: z.coerce.number().int().min(100).max(60_000).default(5_000).meta({ title: 'Connect timeout (ms)' }),
  commandTimeoutMs: z.coerce.number().int().min(100).max(600_000).default(10_000).meta({ title: 'Command timeout (ms)' }),
})
export type RedisSettings = z.infer<typeof RedisSettings>
