import { z } from 'zod'
import { CaCertificate } from '../schemas.ts'

const milliseconds = (initial: number, max: number) => z.coerce.number().int().min(100).max(max).default(initial)
const port = (initial: number) => z.coerce.number().int().min(1).max(65_535).default(initial)
const name = (label: string) => z.string().min(1, `Enter the ${label}`).max(255, 'RabbitMQ names have at most 255 bytes')

/** How Tenure reaches a RabbitMQ server: its management API, and its AMQP listener for the probe. `password` is the one secret. */
export const RabbitmqSettings = z.object({
  host: z
    .string()
    .trim()
    .regex(/^[A-Za-z0-9._:-]{1,253}$/, 'Enter a host name or an IP address')
    .meta({ title: 'Host' }),
  port: port(15_671).meta({ title: 'Port of the management API', description: '15671 with TLS, usually 15672 without.' }),
  amqpPort: port(5_671).meta({ title: 'Port of AMQP', description: '5671 with TLS, usually 5672 without. A dead credential is tried here.' }),
  username: name('user name').meta({ title: 'User name', description: 'The account of docs/guides/connect-rabbitmq.md.' }),
  password: z.string().min(1, 'Enter the password').max(1_024).meta({ title: 'Password' }),
  tls: z
    .enum(['verify-full', 'require', 'disable'])
    .default('verify-full')
    .meta({ title: 'TLS', description: 'For both ports. "require" encrypts without checking who answers; "disable" is for loopback.' }),
  caCertificate: CaCertificate,
  /** Template users that may be lent although they carry a tag that opens the management API: each is a decision of an administrator. */
  allowPrivileged: z.array(name('user')).default([]).meta({ title: 'Privileged templates that may be lent' }),
  accountConnectionLimit: z.coerce.number().int().min(1).max(1_000).default(5).meta({ title: 'Connections per lease' }),
  connectTimeoutMs: milliseconds(5_000, 60_000).meta({ title: 'Connect timeout (ms)' }),
  requestTimeoutMs: milliseconds(30_000, 600_000).meta({ title: 'Request timeout (ms)' }),
})
export type RabbitmqSettings = z.infer<typeof RabbitmqSettings>
