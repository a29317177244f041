import { isDeepStrictEqual } from 'node:util'
import { compilePolicySet } from '../compile-policy-set.ts'
import { decide } from '../decide.ts'
import { entitySource } from '../entities.ts'
import { readPolicyText, readTemplateText } from '../read-policy-text.ts'
import { readEntity, readEntityRef, readFields } from '../read-value.ts'
import { RecordValue } from '../values.ts'
import type { Asking, World } from './draw-world.ts'
import { type Answer, oracleFor } from './oracle.ts'

export type Difference = { asking: Asking; cedar: Answer; compiled: Answer }
/** How many decisions were compared, and what they came to: a run in which everything is denied compares nothing. */
export type Tally = { decisions: number; allowed: number; determined: number; erred: number }

/** Decides each request of a world both ways. Returns the first difference, or null. */
export function compare(world: World, tally: Tally): Difference | null {
  const oracle = oracleFor(world)
  const policies = compilePolicySet({
    policies: world.policies.map(({ id, text }) => ({ id, json: readPolicyText(text) })),
    templates: world.templates.map(({ id, text }) => ({ id, json: readTemplateText(text) })),
    links: world.links,
  })
  const entities = entitySource(world.entities.map(readEntity))
  for (const asking of world.requests) {
    const verdict = decide(policies, {
      principal: readEntityRef(asking.principal),
      action: readEntityRef(asking.action),
      resource: readEntityRef(asking.resource),
      context: new RecordValue(readFields(asking.context)),
      entities,
    })
    const cedar = oracle(asking)
    const compiled = {
      allowed: verdict.allowed,
      determining: verdict.determining.toSorted(),
      erring: verdict.erring.map(({ policyId }) => policyId).toSorted(),
    }
    tally.decisions += 1
    tally.allowed += Number(cedar.allowed)
    tally.determined += Number(cedar.determining.length > 0)
    tally.erred += Number(cedar.erring.length > 0)
    if (!isDeepStrictEqual(cedar, compiled)) return { asking, cedar, compiled }
  }
  return null
}

export const emptyTally = (): Tally => ({ decisions: 0, allowed: 0, determined: 0, erred: 0 })
