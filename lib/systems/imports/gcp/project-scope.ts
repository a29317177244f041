import { excerpt, invalidFile } from '../invalid-file.ts'
import type { Place } from '../place.ts'

/** Keeps a list of accounts to one project: that of the system where it is known, or else the first that the file names. A system that is an organisation takes all of its projects. */
export class ProjectScope {
  readonly #system: string | undefined
  #project: string | null = null

  constructor(system: string | undefined) {
    this.#system = system
  }

  /** The scope that the file is of, null before it named one. */
  get scope(): string | null {
    return this.#system ?? this.#project
  }

  /** Refuses (`invalid`) what belongs to another project. */
  admit(project: string, place: () => Place): void {
    this.#project ??= project
    const wanted = this.#system ?? this.#project
    if (project === wanted || wanted.startsWith('organizations/')) return
    throw invalidFile(
      `belongs to project ${excerpt(project)}, but ${this.#system ? 'this system is' : 'the file began with'} project ${excerpt(wanted)}`,
      place(),
    )
  }
}
