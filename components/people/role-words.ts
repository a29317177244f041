import type { Role } from '#lib/core/actor.ts'

const WORDS: Record<Role, string> = { owner: 'Identity owner', approver: 'Approver', ciso: 'CISO', auditor: 'Auditor', admin: 'Identity engineer (admin)' }

/** Roles as people call them. */
export const roleWords = (roles: readonly string[]): string[] => roles.map((role) => WORDS[role as Role] ?? role)
