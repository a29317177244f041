import type { JobOrder } from '#lib/command/outbox.ts'

const PER_JOB = 500

/** Asks for what is derived from these identities (their findings) to be derived again after the commit. */
export function registerChanged(ids: readonly string[]): JobOrder[] {
  const pieces = Array.from({ length: Math.ceil(ids.length / PER_JOB) }, (_, at) => ids.slice(at * PER_JOB, (at + 1) * PER_JOB))
  return pieces.map((piece) => ({ job: 'findings.derive', data: { identityIds: piece.join(',') } }))
}
