import type { Confidence } from '#lib/core/identity-class.ts'
import { cutText } from '../storable.ts'
import type { Privilege } from './privileged-permissions.ts'

const KEPT = 500

/** What one application holds, summed up: why it is privileged, which scopes it has, and who consented. Bounded, whatever the file. */
export class Holdings {
  readonly scopes = new Set<string>()
  readonly consentedBy = new Set<string>()
  byAdmin = false
  byUsers = false
  #reasons: string[] = []
  #more = 0
  #confidence: Confidence = 'likely'

  addScope(scope: string): void {
    if (this.scopes.size < KEPT) this.scopes.add(scope)
  }

  addConsent(principalId: string | null | undefined): void {
    if (!principalId) this.byAdmin = true
    else {
      this.byUsers = true
      if (this.consentedBy.size < KEPT) this.consentedBy.add(principalId)
    }
  }

  addPrivilege(privilege: Privilege | null): void {
    if (!privilege) return
    if (privilege.confidence === 'certain') this.#confidence = 'certain'
    const reason = cutText(`It ${privilege.why}`, 350)
    if (this.#reasons.includes(reason)) return
    if (this.#reasons.length < 5) this.#reasons.push(reason)
    else this.#more += 1
  }

  /** The privilege part of an identity record. */
  get privilege() {
    const reasons = this.#more > 0 ? [...this.#reasons, `and ${this.#more} more`] : this.#reasons
    return { privileged: reasons.length > 0, privilegedReason: reasons.length > 0 ? reasons.join('. ') : null, privilegedConfidence: this.#confidence }
  }

  /** Whose consent it works with: `admin` where an administrator consented for all. */
  get consentType(): 'admin' | 'user' | null {
    if (this.byAdmin) return 'admin'
    return this.byUsers ? 'user' : null
  }
}
