import { cutText } from '../storable.ts'
import type { PolicyStatement } from './policy-document.ts'
import { allowsEverything, isBroad, privilegedReasons } from './privileged-actions.ts'

const MAX_ACTIONS = 60
const MAX_RESOURCES = 10
const MAX_SERVICES = 60
const MAX_TEXT = 200

/** What a policy grants, short enough to stand on an entitlement. Lists are capped; the counts beside them are not. */
export type PolicySummary = {
  services: string[]
  actions: string[]
  actionCount: number
  resources: string[]
  resourceCount: number
  /** Every action on every resource. */
  admin: boolean
  wildcardAction: boolean
  wildcardResource: boolean
  notAction: boolean
  notResource: boolean
  conditions: boolean
  /** Statements that deny; they are counted, not subtracted. */
  denies: number
  /** Why it makes its holder privileged; empty when it does not. */
  privilegedBecause: string[]
}

/** The summary of a policy's statements, from its Allow statements unless a field says otherwise. */
export function summarizePolicy(statements: readonly PolicyStatement[]): PolicySummary {
  const allowed = statements.filter((statement) => statement.Effect === 'Allow')
  const actions = unique(allowed.flatMap((statement) => statement.Action ?? []))
  const resources = unique(allowed.flatMap((statement) => statement.Resource ?? []))
  const notAction = allowed.some((statement) => statement.NotAction)
  const services = unique([
    ...(notAction ? ['*'] : []),
    ...actions.map((action) => (action.includes(':') ? action.slice(0, action.indexOf(':')).toLowerCase() : '*')),
  ])
  return {
    services: capped(services.toSorted(), MAX_SERVICES),
    actions: capped(actions, MAX_ACTIONS),
    actionCount: actions.length,
    resources: capped(resources, MAX_RESOURCES),
    resourceCount: resources.length,
    admin: allowed.some(allowsEverything),
    wildcardAction: notAction || actions.some((action) => action.includes('*')),
    wildcardResource: allowed.some(isBroad),
    notAction,
    notResource: allowed.some((statement) => statement.NotResource),
    conditions: allowed.some((statement) => Object.keys(statement.Condition ?? {}).length > 0),
    denies: statements.length - allowed.length,
    privilegedBecause: unique(allowed.flatMap(privilegedReasons)).slice(0, 5),
  }
}

function unique(texts: readonly string[]): string[] {
  return [...new Set(texts)]
}

function capped(texts: readonly string[], count: number): string[] {
  return texts.slice(0, count).map((text) => cutText(text, MAX_TEXT))
}
