import type { Prisma } from '#lib/db/generated/client.ts'
import type { RuleName } from '../rules.ts'

/** What a derivation looks at: everything, what one system shows, some identities, or the cells of the boundary matrix. */
export type FindingScope = { all: true } | { systemId: string } | { identityIds: readonly string[] } | { boundaries: true }

/** Runs a reading statement where the derivation runs: in its transaction. */
export type Read = <Row>(statement: Prisma.Sql) => Promise<Row[]>

export type Question = { scope: FindingScope; now: Date; read: Read }

/** One rule's view of the register now. */
export type Detection = {
  /** A SELECT of the columns of `findingColumns`: every fact within the scope that breaks the rule. */
  breaches: Prisma.Sql
  /** The condition on findings (alias `f`) that lie within the scope: those of them that `breaches` does not yield are closed. */
  within: Prisma.Sql
}

/** A rule: what it finds, in words for the person who has to do something, and how. */
export type FindingRule = {
  name: RuleName
  title: string
  /** What is the case. */
  what: string
  /** Why that is a risk. */
  why: string
  /** What to do next. */
  todo: string
  /** Null when nothing of this scope concerns the rule. */
  detect(question: Question): Promise<Detection | null>
}
