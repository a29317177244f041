import { z } from 'zod'

const base64 = (bytes: number) =>
  z.string().refine((text) => Buffer.from(text, 'base64').length === bytes, `must be ${bytes} bytes in base64 (make one with: npx tenure keys)`)

/** `k2:base64,k1:base64`: the first key seals, all of them open. */
const encryptionKeys = z
  .string()
  .transform((text) => text.split(',').map((entry) => entry.trim().split(':')))
  .pipe(z.array(z.tuple([z.string().regex(/^[a-z0-9-]+$/), base64(32)])).min(1, 'must name at least one key (make one with: npx tenure keys)'))
  .transform((entries) => ({
    currentId: entries[0]?.[0] ?? '',
    keys: Object.fromEntries(entries.map(([id, key]) => [id, new Uint8Array(Buffer.from(key, 'base64'))])),
  }))

const flag = z
  .enum(['0', '1'])
  .default('0')
  .transform((value) => value === '1')

const Variables = z.object({
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/, error: 'must be a postgresql:// URL' }),
  TENURE_URL: z.url({ protocol: /^https?$/, error: 'must be the address people open, such as https://tenure.example.com' }),
  TENURE_SESSION_SECRET: z.string().min(32, 'must have at least 32 characters'),
  TENURE_ENCRYPTION_KEYS: encryptionKeys,
  TENURE_SIGNING_KEY: z.string().min(1),
  TENURE_HOST: z.string().default('127.0.0.1'),
  TENURE_WEB_PORT: z.coerce.number().int().min(1).max(65535).default(3000),
  TENURE_CONTROL_PLANE_PORT: z.coerce.number().int().min(1).max(65535).default(3001),
  TENURE_LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'silent']).default('info'),
  TENURE_DEMO: flag,
  OIDC_ISSUER: z.url().optional(),
  OIDC_CLIENT_ID: z.string().min(1).optional(),
  OIDC_CLIENT_SECRET: z.string().min(1).optional(),
  OIDC_SCOPE: z.string().default('openid email profile groups'),
  OIDC_GROUPS_CLAIM: z.string().default('groups'),
  OIDC_ROLE_PREFIX: z.string().default('tenure-'),
})

const Environment = Variables.superRefine((env, context) => {
  for (const name of ['OIDC_ISSUER', 'OIDC_CLIENT_ID', 'OIDC_CLIENT_SECRET'] as const) {
    if (!env.TENURE_DEMO && env[name] === undefined)
      context.addIssue({ code: 'custom', path: [name], message: 'is missing: people sign in through an OpenID provider' })
  }
})

export type Config = z.infer<typeof Environment>

/** Says everything that is wrong with the environment at once, a line per variable. */
export class ConfigProblem extends Error {
  override name = 'ConfigProblem'
}

/** The environment as typed settings. Throws ConfigProblem that lists each missing or wrong variable. */
export function parseConfig(environment: Record<string, string | undefined>): Config {
  const parsed = Environment.safeParse(environment)
  if (parsed.success) return parsed.data
  throw new ConfigProblem(`Tenure cannot start: its environment is incomplete.\n${linesOf(parsed.error, environment)}\nSee README, "Run it in production".`)
}

/** Some of the settings, for a command that needs no more. Throws ConfigProblem that lists which of these are missing or wrong. */
export function parsePart<Name extends keyof Config>(environment: Record<string, string | undefined>, names: readonly Name[]): Pick<Config, Name> {
  const results = names.map((name) => ({ name, parsed: Variables.shape[name].safeParse(environment[name]) }))
  const lines = results.flatMap(({ name, parsed }) => (parsed.success ? [] : [lineOf(name, environment, parsed.error.issues[0]?.message ?? 'is wrong')]))
  if (lines.length > 0) throw new ConfigProblem(`The environment is incomplete.\n${lines.join('\n')}\nSee README, "Run it in production".`)
  return Object.fromEntries(results.map(({ name, parsed }) => [name, parsed.data])) as Pick<Config, Name>
}

function linesOf(error: z.ZodError, environment: Record<string, string | undefined>): string {
  return [...new Set(error.issues.map((issue) => lineOf(String(issue.path[0]), environment, issue.message)))].join('\n')
}

function lineOf(name: string, environment: Record<string, string | undefined>, message: string): string {
  return `  ${name} ${environment[name] === undefined ? 'is missing' : message}`
}

let parsedOnce: Config | undefined

/** The settings of this process, parsed at first use. */
export function config(): Config {
  parsedOnce ??= parseConfig(process.env)
  return parsedOnce
}

/** Some of the settings of this process. */
export function configPart<Name extends keyof Config>(...names: Name[]): Pick<Config, Name> {
  return parsePart(process.env, names)
}
