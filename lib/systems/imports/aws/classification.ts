import type { IdentityClass } from '#lib/core/identity-class.ts'

/** A class with its evidence in words. `evident` is false where nothing speaks for it and the class is only the default. */
export type Classification = { class: IdentityClass; reason: string; evident: boolean }

export function evident(identityClass: IdentityClass, reason: string): Classification {
  return { class: identityClass, reason, evident: true }
}
