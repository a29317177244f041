import { z } from 'zod'
import { formatSpiffeId, spiffeIdProblem } from '#lib/core/spiffe-id.ts'

/** A SPIFFE ID as text, or in the two parts of SPIRE's API; kept as text. */
const SpiffeIdField = z
  .union([z.string().max(4_096), z.object({ trust_domain: z.string().max(4_096), path: z.string().max(4_096).default('') })], 'must be a SPIFFE ID')
  .transform((value, context) => {
    const text = typeof value === 'string' ? value : formatSpiffeId({ trustDomain: value.trust_domain, path: value.path })
    const problem = spiffeIdProblem(text)
    if (problem === null) return text
    context.addIssue({ code: 'custom', message: problem })
    return z.NEVER
  })

/** A whole number as the JSON form of Protocol Buffers writes it: numbers of 64 bits as text. */
const Integer = z
  .union([z.int(), z.string().regex(/^\d{1,15}$/)], 'must be a whole number')
  .transform(Number)
  .pipe(z.number().min(0, 'must not be negative').max(1e15))
const Seconds = Integer.nullish().transform((seconds) => (seconds ? seconds : null))
const Moment = Integer.nullish().transform((seconds) => (seconds && seconds < 253_370_764_800 ? new Date(seconds * 1_000) : null))

/**
 * A registration entry of SPIRE (spire-api-sdk, spire.api.types.Entry) as `spire-server entry show -output json` writes it, or with the camel-case
 * members of other writers of the same message. A TTL of 0 means the server's default.
 */
export const SpireEntry = z.preprocess(
  snakeCased,
  z.object({
    id: z.string().min(1).max(256),
    spiffe_id: SpiffeIdField,
    parent_id: SpiffeIdField,
    selectors: z
      .array(z.object({ type: z.string().min(1).max(128), value: z.string().max(800) }))
      .min(1)
      .max(500),
    x509_svid_ttl: Seconds,
    jwt_svid_ttl: Seconds,
    ttl: Seconds,
    federates_with: z.array(z.string().max(1_024)).max(1_000).nullish(),
    dns_names: z.array(z.string().max(512)).max(1_000).nullish(),
    hint: z.string().max(1_024).nullish(),
    admin: z.boolean().nullish(),
    downstream: z.boolean().nullish(),
    store_svid: z.boolean().nullish(),
    created_at: Moment,
    expires_at: Moment,
  }),
)
export type SpireEntry = z.infer<typeof SpireEntry>

function snakeCased(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`), inner]))
}

/** A selector as SPIRE's command line writes it. */
export function selectorText({ type, value }: { type: string; value: string }): string {
  return `${type}:${value}`
}
