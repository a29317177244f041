import { z } from 'zod'
import { storageProblem } from '../storable.ts'

const MAX_DOCUMENT = 256 * 1024

const Texts = z.union([z.string(), z.array(z.string())], 'must be text or a list of texts').transform((texts) => (typeof texts === 'string' ? [texts] : texts))

// A principal becomes part of a key of the register, which bounds its length; IAM's own names of principals are far shorter.
const PrincipalId = z.string().max(900)
const PrincipalIds = z.union([PrincipalId, z.array(PrincipalId)]).transform((ids) => (typeof ids === 'string' ? [ids] : ids))
const Principal = z.union([PrincipalId, z.record(z.string(), PrincipalIds)], 'must be * or an object of principals of at most 900 characters each')

/** One statement of a policy (IAM policy grammar). Single values are read as lists of one. */
export const PolicyStatement = z.object({
  Effect: z.enum(['Allow', 'Deny'], 'must be Allow or Deny'),
  Action: Texts.optional(),
  NotAction: Texts.optional(),
  Resource: Texts.optional(),
  NotResource: Texts.optional(),
  Principal: Principal.optional(),
  NotPrincipal: Principal.optional(),
  Condition: z.record(z.string(), z.unknown()).optional(),
})
export type PolicyStatement = z.infer<typeof PolicyStatement>

const Statements = z
  .union([z.array(z.unknown()), z.record(z.string(), z.unknown())], 'must be a statement or a list of statements')
  .transform((statement) => (Array.isArray(statement) ? statement : [statement]))
  .pipe(z.array(PolicyStatement))

/**
 * A policy document as an export holds it: an object (the command line decodes it), or its JSON as text, percent-encoded
 * (RFC 3986) as the API sends it. Comes out as its statements.
 */
export const PolicyDocument = z
  .unknown()
  .transform((document, context) => {
    const decoded = decodeDocument(document)
    if (!('problem' in decoded)) return decoded.document
    context.addIssue({ code: 'custom', message: decoded.problem })
    return z.NEVER
  })
  .pipe(z.object({ Statement: Statements }, 'must be a policy document'))
  .transform((policy) => policy.Statement)

function decodeDocument(document: unknown): { document: unknown } | { problem: string } {
  if (typeof document !== 'string') return { document }
  if (document.length > MAX_DOCUMENT) return { problem: `must be a policy of at most ${MAX_DOCUMENT / 1024} KB` }
  try {
    const parsed: unknown = JSON.parse(/^\s*\{/.test(document) ? document : decodeURIComponent(document))
    const unfit = storageProblem(parsed) // the text around it was checked, what it decodes to was not
    return unfit ? { problem: `must be a policy that can be stored (it ${unfit.problem})` } : { document: parsed }
  } catch {
    return { problem: 'must be a policy as JSON, plain or percent-encoded' }
  }
}
