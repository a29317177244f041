import { parseIamArn } from './arn.ts'
import type { PolicyStatement } from './policy-document.ts'

/** Somebody or something that a role's trust policy lets assume it. */
export type TrustedPrincipal = {
  kind: 'service' | 'aws' | 'federated' | 'anyone'
  /** As the policy writes it: a service's host name, an ARN or account number, a provider's ARN or host name, or `*`. */
  id: string
  /** Only under conditions (an external id, a repository, MFA). */
  conditional: boolean
  /** The subjects that the conditions ask of a federated token (`repo:acme/api:*`), at most ten. */
  subjects: string[]
  /** An external id is asked: how vendors are let in (IAM User Guide, confused deputy). */
  externalId: boolean
}

const ASSUMING = /^(\*|sts:(\*|assumerole.*))$/i

/** Who a trust policy's statements let in, one entry a principal; one that several statements name is unconditional where any of them is. */
export function trustedPrincipals(statements: readonly PolicyStatement[]): TrustedPrincipal[] {
  const found = new Map<string, TrustedPrincipal>()
  for (const statement of statements.filter(letsAssume)) {
    const conditional = Object.keys(statement.Condition ?? {}).length > 0
    const subjects = conditionValues(statement, /:sub$/i)
    const externalId = conditionValues(statement, /^sts:ExternalId$/i).length > 0
    for (const { kind, id } of namedPrincipals(statement)) {
      const before = found.get(`${kind} ${id}`) ?? { conditional: true, subjects: [], externalId: false }
      found.set(`${kind} ${id}`, {
        kind,
        id,
        conditional: conditional && before.conditional,
        subjects: [...before.subjects, ...subjects].slice(0, 10),
        externalId: externalId || before.externalId,
      })
    }
  }
  return [...found.values()]
}

function letsAssume({ Effect, Action = [], NotAction }: PolicyStatement): boolean {
  return Effect === 'Allow' && (NotAction !== undefined || Action.some((action) => ASSUMING.test(action)))
}

/** The account of a principal of the kind `aws`: of its ARN, or the bare number; null for the id of something deleted. */
export function principalAccount(id: string): string | null {
  return /^\d{12}$/.test(id) ? id : (parseIamArn(id)?.account ?? /^arn:[^:]*:sts::([^:]*):/.exec(id)?.[1] ?? null)
}

function namedPrincipals({ Principal, NotPrincipal }: PolicyStatement): { kind: TrustedPrincipal['kind']; id: string }[] {
  if (NotPrincipal !== undefined || Principal === '*') return [{ kind: 'anyone', id: '*' }] // NotPrincipal: everyone but the named
  if (Principal === undefined) return []
  if (typeof Principal === 'string') return [{ kind: 'aws', id: Principal }]
  return Object.entries(Principal).flatMap(([type, ids]) =>
    ids.map((id) => {
      if (type === 'Service') return { kind: 'service' as const, id }
      if (type === 'Federated') return { kind: 'federated' as const, id }
      return id === '*' ? { kind: 'anyone' as const, id } : { kind: 'aws' as const, id }
    }),
  )
}

function conditionValues({ Condition }: PolicyStatement, key: RegExp): string[] {
  const tests = Object.values(Condition ?? {}).filter((test) => typeof test === 'object' && test !== null)
  return tests.flatMap((test) =>
    Object.entries(test)
      .filter(([name]) => key.test(name))
      .flatMap(([, values]) => (Array.isArray(values) ? values : [values]))
      .filter((value): value is string => typeof value === 'string'),
  )
}
