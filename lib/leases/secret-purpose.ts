import type { LeaseId } from '#lib/core/ids.ts'

/** What a lease's secret is sealed for: it opens for this lease and nowhere else. */
export const secretPurpose = (id: LeaseId | string) => `lease:${id}:secret`
