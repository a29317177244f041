import { excerpt, invalidFile } from '../invalid-file.ts'
import type { Place } from '../place.ts'

/** Keeps a file to one organisation (or account): that of the system where it is known, or else the first that the file names. Logins do not tell case apart. */
export class OrganizationScope {
  readonly #system: string | undefined
  #login: string | null = null

  constructor(system: string | undefined) {
    this.#system = system?.toLowerCase()
  }

  /** The organisation that the file is of, null before it named one. */
  get login(): string | null {
    return this.#login ?? this.#system ?? null
  }

  /** Refuses (`invalid`) what belongs to another organisation. */
  admit(login: string, place: () => Place): void {
    const owner = login.toLowerCase()
    this.#login ??= owner
    const wanted = this.#system ?? this.#login
    if (owner === wanted) return
    throw invalidFile(`belongs to ${excerpt(owner)}, but ${this.#system ? 'this system is' : 'the file began with'} ${excerpt(wanted)}`, place())
  }
}
