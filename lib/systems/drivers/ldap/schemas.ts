import { z } from 'zod'
import { CaCertificate } from '../schemas.ts'

const milliseconds = (initial: number, max: number) => z.coerce.number().int().min(100).max(max).default(initial)
const dn = z
  .string()
  .trim()
  .max(2_000)
  .regex(/^[^=]+=.*$/, 'Enter a distinguished name, such as ou=services,dc=example,dc=org')

/** How Tenure reaches a directory, and which of its entries are accounts of machines. `password` is the one secret. */
export const LdapSettings = z.object({
  host: z
    .string()
    .trim()
    .regex(/^[A-Za-z0-9._:-]{1,253}$/, 'Enter a host name or an IP address')
    .meta({ title: 'Host', description: 'For Active Directory a domain controller.' }),
  port: z.coerce.number().int().min(1).max(65_535).default(636).meta({ title: 'Port' }),
  username: z
    .string()
    .trim()
    .min(1, 'Enter the account')
    .max(2_000)
    .meta({ title: 'Account', description: 'A distinguished name, or for Active Directory name@domain: the account of docs/guides/connect-ldap.md.' }),
  password: z.string().min(1, 'Enter the password').max(1_024).meta({ title: 'Password' }),
  tls: z
    .enum(['verify-full', 'require', 'disable'])
    .default('verify-full')
    .meta({ title: 'TLS', description: '"require" encrypts without checking who answers; "disable" is for loopback.' }),
  startTls: z.enum(['no', 'yes']).default('no').meta({
    title: 'StartTLS',
    description: 'Encrypt a connection that begins in clear (usually on port 389) instead of one that is encrypted from its start.',
  }),
  caCertificate: CaCertificate,
  baseDns: z.array(dn).default([]).meta({ title: 'Only below these entries', description: 'Leave empty for the whole directory.' }),
  serviceOus: z.array(dn).default([]).meta({
    title: 'Organisational units of service accounts',
    description: 'Whoever lies below one of these is a service account, whatever else speaks for it.',
  }),
  serviceFilter: z.string().trim().max(4_000).default('').meta({
    title: 'Filter of service accounts',
    description:
      'An LDAP filter. Leave empty for the usual: in Active Directory users with a service principal name and managed service accounts, elsewhere simpleSecurityObject, organizationalRole, account and applicationProcess.',
  }),
  privilegedGroups: z
    .array(z.string().trim().min(1).max(2_000))
    .default([])
    .meta({ title: 'Privileged groups', description: 'By distinguished name or common name; the built-in ones of Active Directory are known.' }),
  defaultPolicy: z
    .union([dn, z.literal('')])
    .default('')
    .meta({ title: 'Default password policy', description: 'OpenLDAP: the entry that ppolicy_default names, which no account shows.' }),
  disableBy: z.enum(['automatic', 'lock', 'password']).default('automatic').meta({
    title: 'Take accounts out of service by',
    description:
      'OpenLDAP: "automatic" locks where the password policy of the account heeds it and elsewhere replaces the password by none that works; "lock" and "password" do only the one.',
  }),
  connectTimeoutMs: milliseconds(5_000, 60_000).meta({ title: 'Connect timeout (ms)' }),
  operationTimeoutMs: milliseconds(30_000, 600_000).meta({ title: 'Operation timeout (ms)' }),
})
export type LdapSettings = z.infer<typeof LdapSettings>
