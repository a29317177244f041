import type { IdentityClass } from '#lib/core/identity-class.ts'
import { cutText } from '../storable.ts'
import { evident, type Classification } from './classification.ts'

const CLASS_TAG = /^(tenure[:/])?((identity|user|account|principal|nhi)[-_ :]?)?(type|kind|class)$/i

const TAG_VALUES: readonly [value: RegExp, identityClass: IdentityClass][] = [
  [/^(human([-_ ]admin|[-_ ]user)?|person|people|employee|individual)$/i, 'human_admin'],
  [/^(service([-_ ]account|[-_ ]user)?|machine|bot|robot|technical|system)$/i, 'service_account'],
  [/^(ci|cd|ci[-_/ ]?cd|ci[-_ ]runner|pipeline|runner)$/i, 'ci_runner'],
  [/^(ai[-_ ]?agent|agent)$/i, 'ai_agent'],
  [/^(saas([-_ ]connector)?|vendor|third[-_ ]party|external|partner)$/i, 'saas_connector'],
  [/^(workload|application|app)$/i, 'workload'],
  [/^(server|host)$/i, 'server'],
  [/^(endpoint|device)$/i, 'endpoint'],
]

/** The class of an IAM user by the tags that say it; a service account where none does. Names are not evidence. */
export function classifyUser(tags: readonly { Key: string; Value: string }[]): Classification {
  for (const tag of tags) {
    if (!CLASS_TAG.test(tag.Key)) continue
    const named = TAG_VALUES.find(([value]) => value.test(tag.Value))
    if (named) return evident(named[1], `Tagged ${cutText(tag.Key, 100)} = ${cutText(tag.Value, 100)}`)
  }
  return { class: 'service_account', reason: 'An IAM user; nothing in the export says that a person uses it', evident: false }
}
