import type { PodObject, SecretObject, ServiceAccountObject } from './objects.ts'
import { serviceAccountUser } from './keys.ts'
import { podOwner } from './pod-owner.ts'
import { type TokenSecret, tokenSecretOf } from './token-secrets.ts'

const MOST_USERS = 500

/** A service account as the source lists it, or as a binding names it (`listed: false`). */
export type ServiceAccount = {
  namespace: string
  name: string
  listed: boolean
  uid: string | null
  createdAt: string | null
  annotations: Readonly<Record<string, string>>
  /** Whether pods get a token without asking; null: as Kubernetes does by default, which is yes. */
  automount: boolean | null
  secrets: readonly string[]
}

/** The service accounts of a cluster with their tokens and what runs as them. Only annotations of clouds are kept: others may hold anything. */
export class ServiceAccounts {
  readonly #accounts = new Map<string, ServiceAccount>()
  readonly #tokens = new Map<string, TokenSecret[]>()
  readonly #users = new Map<string, Set<string>>()
  #listed = false
  #secretsShown = false

  add({ metadata, secrets, automountServiceAccountToken }: ServiceAccountObject): void {
    const { name, namespace } = metadata
    this.#listed = true
    this.#accounts.set(serviceAccountUser(namespace, name), {
      namespace,
      name,
      listed: true,
      uid: metadata.uid ?? null,
      createdAt: metadata.creationTimestamp ?? null,
      annotations: metadata.annotations ?? {},
      automount: automountServiceAccountToken ?? null,
      secrets: secrets.flatMap((secret) => secret.name ?? []),
    })
  }

  addSecret(secret: SecretObject): void {
    this.#secretsShown = true
    const token = tokenSecretOf(secret)
    if (!token) return
    const key = serviceAccountUser(token.namespace, token.holder)
    this.#tokens.set(key, [...(this.#tokens.get(key) ?? []), token])
  }

  addPod(pod: PodObject): void {
    const key = serviceAccountUser(pod.metadata.namespace, pod.spec?.serviceAccountName ?? 'default')
    const users = this.#users.get(key) ?? new Set()
    if (users.size < MOST_USERS) users.add(podOwner(pod))
    this.#users.set(key, users)
  }

  forget(kind: 'ServiceAccount' | 'Secret' | 'Pod'): void {
    if (kind === 'ServiceAccount') this.#accounts.clear()
    else if (kind === 'Secret') this.#tokens.clear()
    else this.#users.clear()
  }

  /** Remembers an account that only a binding names. Answers false where the source lists service accounts and not this one: it does not exist. */
  name(namespace: string, name: string): boolean {
    const key = serviceAccountUser(namespace, name)
    if (this.#accounts.has(key)) return true
    if (this.#listed) return false
    this.#accounts.set(key, { namespace, name, listed: false, uid: null, createdAt: null, annotations: {}, automount: null, secrets: [] })
    return true
  }

  /** Whether the source showed Secrets at all: then what an account refers to and is not among them is gone. */
  get secretsShown(): boolean {
    return this.#secretsShown
  }

  all(): IterableIterator<[string, ServiceAccount]> {
    return this.#accounts.entries()
  }

  tokensOf(key: string): readonly TokenSecret[] {
    return this.#tokens.get(key) ?? []
  }

  /** What runs as the account, by name. */
  usersOf(key: string): string[] {
    return [...(this.#users.get(key) ?? [])].toSorted()
  }
}
