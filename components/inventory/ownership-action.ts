import type { ListQuery } from '#components/data-table/list-query.ts'
import type { Preview } from '#lib/ownership/preview-assignment.ts'
import type { BestSuggestion } from '#lib/ownership/queries.ts'

export type Person = { id: string; name: string; email: string }
export type Refused = { ok: false; message: string; fields: Readonly<Record<string, string>> }
export type OwnershipAction = (input: Record<string, unknown>) => Promise<{ ok: true } | Refused>
type Assign = (input: Record<string, unknown>) => Promise<{ ok: true; output: { changed: readonly { id: string }[] } } | Refused>

/** The server actions of the assignment. The last three only read, and answer null to what they cannot. */
export type AssignActions = {
  assign: Assign
  assignSuggested: Assign
  takeBack: OwnershipAction
  preview: (input: { ids: readonly string[]; ownerId: string | null }) => Promise<Preview | null>
  suggest: (input: { ids: readonly string[] }) => Promise<BestSuggestion[] | null>
  matching: (query: ListQuery) => Promise<{ ids: string[]; more: boolean } | null>
}
