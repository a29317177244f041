import { CONFIDENCES, type Confidence } from '#lib/core/identity-class.ts'
import { cutText } from '../storable.ts'

/** How sure it is that a role widens rights, one's own or those of others (Okta, "Standard administrator roles"); those that only read are there by name alone. */
const ROLES = new Map<string, Confidence>(Object.entries({ SUPER_ADMIN: 'certain', ORG_ADMIN: 'certain', READ_ONLY_ADMIN: 'guess', REPORT_ADMIN: 'guess' }))
/** Scopes of Okta's API with which a client hands out roles, credentials or applications. */
const RULING_SCOPES = /^okta\.(users|roles|apps|groups|clients|authorizationServers|policies|idps|apiTokens|appGrants|deviceAssurance|orgs)\.manage$/

/** Who holds which administrator's role or ruling scope, by the id of the holder. At most five reasons each. */
export class Privileges {
  readonly #held = new Map<string, { reasons: string[]; confidence: Confidence }>()

  addRole(holder: string, type: string, label: string): void {
    this.#add(holder, `Has the role ${label}`, ROLES.get(type) ?? 'likely')
  }

  addScope(holder: string, scope: string): void {
    if (RULING_SCOPES.test(scope)) this.#add(holder, `May use ${scope} of Okta's API`, 'certain')
  }

  has(holder: string): boolean {
    return this.#held.has(holder)
  }

  /** The privilege part of an identity record. */
  of(holder: string): { privileged: boolean; privilegedReason: string | null; privilegedConfidence: Confidence } {
    const held = this.#held.get(holder)
    return { privileged: held !== undefined, privilegedReason: held ? held.reasons.join('. ') : null, privilegedConfidence: held?.confidence ?? 'likely' }
  }

  #add(holder: string, reason: string, confidence: Confidence): void {
    const held = this.#held.get(holder) ?? { reasons: [], confidence }
    this.#held.set(holder, held)
    if (CONFIDENCES.indexOf(confidence) < CONFIDENCES.indexOf(held.confidence)) held.confidence = confidence
    const text = cutText(reason, 350)
    if (held.reasons.length < 5 && !held.reasons.includes(text)) held.reasons.push(text)
  }
}
