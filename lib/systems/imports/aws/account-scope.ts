import { invalidFile } from '../invalid-file.ts'
import type { Place } from '../place.ts'
import { parseIamArn } from './arn.ts'

/** Keeps a file to one AWS account: that of the system where it is known, or else the first that the file names. */
export class AccountScope {
  readonly #system: string | undefined
  #account: string | null = null

  constructor(system: string | undefined) {
    this.#system = system
  }

  /** The account that the file is of, null before it named one. */
  get account(): string | null {
    return this.#account
  }

  /** Refuses (`invalid`) what belongs to another account. AWS's own policies, whose ARNs name `aws` for the account, belong to each. */
  admit(arn: string, place: () => Place): void {
    const owner = parseIamArn(arn)?.account ?? ''
    if (!/^\d{12}$/.test(owner)) return
    this.#account ??= owner
    const wanted = this.#system ?? this.#account
    if (owner === wanted) return
    throw invalidFile(`belongs to account ${owner}, but ${this.#system ? 'this system is' : 'the file began with'} account ${wanted}`, place())
  }
}
