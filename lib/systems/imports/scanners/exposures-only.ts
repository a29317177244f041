import type { Coverage } from '../import-format.ts'

/**
 * A report lists what one scan of one place found. A secret that a later report no longer shows is as leaked as before: it ends by being revoked, not by
 * being deleted from a file, so nothing here ever vanishes.
 */
export const EXPOSURES_ONLY: Coverage = { identityKinds: [], credentialKinds: [], entitlements: false, privilege: false, trusts: false, exposures: false }
