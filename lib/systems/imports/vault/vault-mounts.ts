import type { z } from 'zod'
import { excerpt } from '../invalid-file.ts'
import { vaultKey } from './role-records.ts'
import type { AuthMounts } from './vault-schemas.ts'

/** Where each auth method keeps its roles; methods of people alone, and those whose roles are not read, are not here. */
const COLLECTIONS: Readonly<Record<string, readonly string[]>> = {
  approle: ['role'],
  kubernetes: ['role'],
  jwt: ['role'],
  oidc: ['role'],
  aws: ['role', 'roles'],
  gcp: ['role', 'roles'],
  azure: ['role'],
  cert: ['certs'],
  userpass: ['users'],
}

type Mount = { namespace: string; mount: string; type: string }

/** The auth mounts of a dump, and the lists that Vault gave of what is in them. */
export class VaultMounts {
  readonly #mounts = new Map<string, Mount>()
  readonly #issuers = new Map<string, string>()
  readonly #lists = new Map<string, readonly string[]>()
  #known = false

  /** Whether the dump named the auth mounts of any namespace. */
  get known(): boolean {
    return this.#known
  }

  /** Takes the mounts of a namespace, and answers how many there are by now. */
  add(namespace: string, mounts: z.infer<typeof AuthMounts>): number {
    this.#known = true
    for (const [path, { type }] of Object.entries(mounts)) {
      const mount = path.replace(/\/+$/, '')
      this.#mounts.set(`${namespace}\n${mount}`, { namespace, mount, type: type.replace(/^ns_/, '') })
    }
    return this.#mounts.size
  }

  /** Takes a list by its path with the namespace before it. */
  addList(path: string, keys: readonly string[]): void {
    this.#lists.set(path, keys)
  }

  setIssuer(namespace: string, mount: string, issuer: string): void {
    this.#issuers.set(`${namespace}\n${mount}`, issuer)
  }

  issuerOf(namespace: string, mount: string): string | null {
    return this.#issuers.get(`${namespace}\n${mount}`) ?? null
  }

  /** The auth method of a mount; where the dump does not tell, what its path says. */
  typeOf(namespace: string, mount: string, collection: string): string {
    const type = this.#mounts.get(`${namespace}\n${mount}`)?.type
    if (type !== undefined) return type
    if (collection === 'users') return 'userpass'
    return collection === 'certs' ? 'cert' : mount
  }

  /**
   * What a dump lacks to be whole, as the rest of a sentence; null when nothing. An import marks as gone what is absent, so each mount must be listed,
   * and each entry of a list be there. `roles` and `secretIdLists` are paths of roles that were read, and whose secret ids were listed.
   */
  incompleteness(roles: ReadonlySet<string>, secretIdLists: ReadonlySet<string>, others: { entities: boolean; tokens: boolean }): string | null {
    for (const mount of this.#mounts.values()) {
      const problem = this.#mountProblem(mount, roles, secretIdLists)
      if (problem !== null) return problem
    }
    const lists = [...this.#lists.keys()]
    if (others.entities && !lists.some((path) => /identity\/entity\/(id|name)$/.test(path)))
      return 'has entities, but lacks the list of them (identity/entity/id)'
    return others.tokens && !lists.some((path) => path.endsWith('auth/token/accessors'))
      ? 'has tokens, but lacks the list of them (auth/token/accessors)'
      : null
  }

  #mountProblem({ namespace, mount, type }: Mount, roles: ReadonlySet<string>, secretIdLists: ReadonlySet<string>): string | null {
    const collections = Object.hasOwn(COLLECTIONS, type) ? (COLLECTIONS[type] ?? []) : []
    if (collections.length === 0) return null
    const place = vaultKey(namespace, `auth/${mount}`)
    const list = collections.flatMap((collection) => this.#lists.get(`${place}/${collection}`) ?? [])
    if (!collections.some((collection) => this.#lists.has(`${place}/${collection}`))) return `lacks the list ${excerpt(place, 200)}/${collections[0]}`
    const unread = list.find((name) => !collections.some((collection) => roles.has(`${place}/${collection}/${name}`)))
    if (unread !== undefined) return `lists ${excerpt(`${place}/${collections[0]}/${unread}`, 200)}, but does not have it`
    const unlisted = type === 'approle' ? list.find((name) => !secretIdLists.has(`${place}/role/${name}`)) : undefined
    return unlisted === undefined ? null : `lacks the list ${excerpt(`${place}/role/${unlisted}`, 200)}/secret-id`
  }
}
