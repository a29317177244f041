import type { CredentialKind } from '#lib/core/identity-class.ts'
import type { DiscoveredRecord } from '../discovered.ts'

/** What an import knows besides the file. */
export type ImportContext = {
  now: Date
  /** Which account, tenant or cluster the system stands for, where that is known: a file of another one is refused. On AWS the 12-digit account number. */
  scope?: string | undefined
  /** The key of an identity that the register has under this system, by its name; for files that name identities without their key. */
  externalIdOf?: ((name: string) => string | undefined) | undefined
  /** Called once, when the whole file was read and found good. */
  onSummary?: ((summary: ImportSummary) => void) | undefined
}

/** What a whole file held. `observedAt` is when the source wrote it, null where the file does not say. `scope` is the account, tenant or cluster it is of. */
export type ImportSummary = {
  counts: Readonly<Record<string, number>>
  observedAt: Date | null
  scope: string | null
  /** What this file covers, where the file itself says so; null: all there is. */
  covers?: Coverage | null
}

/**
 * What a format lists completely: only of this may an import say that what is absent has vanished. `identityKinds` are values of
 * an identity's `attributes.kind`; `trusts` are of the identities that a file shows, `exposures` of the whole system. With `privilege: false` the records' `privileged` says nothing, and what is known stands.
 */
export type Coverage = {
  identityKinds: readonly string[]
  credentialKinds: readonly CredentialKind[]
  entitlements: boolean
  privilege: boolean
  trusts?: boolean
  exposures?: boolean
}

/** One kind of file that a vendor's own tools write. To add one: a file that exports this, and a line in `formats.ts`. */
export type ImportFormat = {
  /** Stable key, kept with each import. */
  kind: string
  title: string
  /** How somebody gets such a file: the command or the place in the console. */
  origin: string
  covers: Coverage
  /** Tells by the content: `head` is the first 64 KB of the file as text, without a byte order mark. No two formats may claim the same file. */
  detect(head: string): boolean
  /**
   * The file as records in batches, without holding the file. Errors are `invalid` with the place and may come after batches
   * were handed out: only a read that reached its end is complete.
   */
  parse(bytes: AsyncIterable<Uint8Array>, context: ImportContext): AsyncIterable<DiscoveredRecord[]>
}
