import { z } from 'zod'
import type { DiscoveredRecordInput } from '../../discovered.ts'
import { Duplicates } from '../duplicates.ts'
import type { Coverage, ImportContext } from '../import-format.ts'
import { excerpt, invalidFile } from '../invalid-file.ts'
import { ParkedJson } from '../parked-json.ts'
import { parseItem, type FileItem } from '../parse-item.ts'
import type { Place } from '../place.ts'
import type { JsonItem } from '../read-json-items.ts'
import { roleRecords, vaultKey } from './role-records.ts'
import { entityRecords, isMade, secretIdRecord, tokenRecords } from './token-records.ts'
import { VaultMounts } from './vault-mounts.ts'
import { VaultPolicies } from './vault-policies.ts'
import { Accessor, AclPolicy, AuthMounts, Entity, JwtConfig, SecretIdLookup, TokenLookup, VaultRole } from './vault-schemas.ts'
import { vaultAnswer, type VaultAnswer } from './vault-answer.ts'

/** What waits for mounts and policies. Parked as JSON, and read again by the schema that read it first. */
type KeptRole = { what: 'role'; namespace: string; mount: string; collection: string; name: string; path: string; entry: unknown }
type KeptToken = { what: 'token'; namespace: string; entry: unknown }
type KeptEntity = { what: 'entity'; namespace: string; entry: unknown }
type Kept = KeptRole | KeptToken | KeptEntity

const ROLE = /^auth\/(.+?)\/(roles?|users|certs)\/([^/]+)$/
const SECRET_ID_LIST = /^auth\/(.+)\/role\/([^/]+)\/secret-id$/
const SECRET_ID_LOOKUP = /^auth\/(.+)\/role\/([^/]+)\/secret-id-accessor\/lookup$/
const CONFIG = /^auth\/(.+?)\/config$/
const POLICY = /^sys\/(?:policies\/acl|policy)\/(.+)$/
/** A dump that is not whole says nothing of what is gone. */
const ADDS_ONLY: Coverage = { identityKinds: [], credentialKinds: [], entitlements: false, privilege: true }
const UiMounts = z.object({ auth: AuthMounts })
const Health = z.object({ cluster_id: z.string().max(256).nullish(), cluster_name: z.string().max(256).nullish() })

/** One reading of a dump: takes its answers in any order, and hands out the records once mounts and policies are known. */
export class VaultReading {
  readonly #context: ImportContext
  readonly #mounts = new VaultMounts()
  readonly #policies = new VaultPolicies()
  readonly #waiting = new ParkedJson<Kept>()
  readonly #duplicates = new Duplicates()
  readonly #secretIds = new Map<string, Map<string, SecretIdLookup | null>>()
  readonly #roles = new Set<string>()
  readonly #secretIdLists = new Set<string>()
  readonly #counts = { authMounts: 0, roles: 0, policies: 0, entities: 0, tokens: 0, secretsEngines: 0 }
  #cluster: string | null = null
  #leftOut = 0
  #passedOver = 0
  #issued = 0

  constructor(context: ImportContext) {
    this.#context = context
  }

  /** Takes one item. `invalid` for one that is malformed, of another cluster, or differs from one of the same path. */
  take(item: JsonItem): void {
    const answer = vaultAnswer(item)
    if (!answer) return
    const key = `${vaultKey(answer.namespace, answer.path)}${lookedUp(answer)}`
    if (this.#isOfVolatile(answer) || this.#duplicates.isRepeat(key, [answer.keys, answer.data], item.place)) return
    this.#sort(answer, item)
  }

  /** Answers about the reader's own token and the server's health say something else each time. */
  #isOfVolatile({ path, data }: VaultAnswer): boolean {
    if (path !== 'sys/health') return path === 'auth/token/lookup-self'
    const health = Health.safeParse(data)
    const cluster = health.success ? (health.data.cluster_id ?? health.data.cluster_name) : null
    this.#cluster ??= cluster ?? null
    return true
  }

  #sort(answer: VaultAnswer, item: JsonItem): void {
    const { path, namespace, data } = answer
    const within = memberOf(item.value, 'body') ? ['body', 'data'] : ['data']
    const part: FileItem = { value: data, placeOf: (keys) => item.placeOf([...within, ...keys]) }
    const role = ROLE.exec(path)
    if (path.startsWith('sys/')) this.#takeSystem(answer, part)
    else if (answer.keys && !role) this.#takeList(answer, answer.keys, () => item.place)
    else if (SECRET_ID_LOOKUP.test(path)) this.#takeSecretId(answer, parseItem(SecretIdLookup, part))
    else if (CONFIG.test(path)) this.#takeConfig(answer)
    else if (role) this.#takeRole(answer, role, parseItem(VaultRole, part))
    else if (path.startsWith('auth/token/lookup')) this.#takeToken(namespace, parseItem(TokenLookup, part))
    else if (/^identity\/entity\/(id|name)\/[^/]+$/.test(path)) this.#takeEntity(namespace, parseItem(Entity, part))
    else this.#passedOver += 1
  }

  #takeSystem({ path, namespace, data }: VaultAnswer, part: FileItem): void {
    const policy = POLICY.exec(path)?.[1]
    if (path === 'sys/auth') this.#counts.authMounts = this.#mounts.add(namespace, parseItem(AuthMounts, part))
    else if (path === 'sys/mounts') this.#counts.secretsEngines = Object.keys(data ?? {}).length
    else if (path === 'sys/internal/ui/mounts') {
      this.#counts.authMounts = this.#mounts.add(namespace, parseItem(UiMounts, part).auth)
      this.#counts.secretsEngines = Object.keys(memberOf(data, 'secret') ?? {}).length
    } else if (policy !== undefined && data) this.#takePolicy(namespace, policy, parseItem(AclPolicy, part))
  }

  #takeList({ namespace, path }: VaultAnswer, keys: readonly string[], place: () => Place): void {
    this.#mounts.addList(vaultKey(namespace, path), keys)
    const [, mount, name] = SECRET_ID_LIST.exec(path) ?? []
    if (mount === undefined || name === undefined) return
    if (!keys.every((key) => Accessor.safeParse(key).success)) throw invalidFile('lists something that is no accessor of a secret id', place())
    const role = vaultKey(namespace, `auth/${mount}/role/${name}`)
    this.#secretIdLists.add(role)
    const accessors = this.#secretIdsOf(role)
    for (const accessor of keys) if (!accessors.has(accessor)) accessors.set(accessor, null)
  }

  #takeSecretId({ namespace, path }: VaultAnswer, lookup: SecretIdLookup): void {
    const [, mount, name] = SECRET_ID_LOOKUP.exec(path) ?? []
    this.#secretIdsOf(vaultKey(namespace, `auth/${mount}/role/${name}`)).set(lookup.secret_id_accessor, lookup)
  }

  #takePolicy(namespace: string, name: string, { policy, rules }: AclPolicy): void {
    this.#policies.add(namespace, name, policy ?? rules ?? '')
    this.#counts.policies = this.#policies.count
  }

  #takeConfig({ namespace, path, data }: VaultAnswer): void {
    const config = JwtConfig.safeParse(data)
    if (!config.success) return
    const issuer = config.data.bound_issuer || config.data.oidc_discovery_url || config.data.jwks_url
    if (issuer) this.#mounts.setIssuer(namespace, CONFIG.exec(path)?.[1] ?? '', issuer)
  }

  #takeRole({ namespace, path }: VaultAnswer, [, mount = '', collection = '', name = '']: RegExpExecArray, entry: VaultRole): void {
    this.#counts.roles += 1
    this.#roles.add(vaultKey(namespace, path))
    this.#waiting.park({ what: 'role', namespace, mount, collection, name, path, entry })
  }

  #takeToken(namespace: string, token: TokenLookup): void {
    if (!isMade(token)) {
      this.#issued += 1
      return
    }
    this.#counts.tokens += 1
    this.#waiting.park({ what: 'token', namespace, entry: token })
  }

  #takeEntity(namespace: string, entity: Entity): void {
    this.#counts.entities += 1
    this.#waiting.park({ what: 'entity', namespace, entry: entity })
  }

  /** The records of a dump that was read to its end. `invalid` where it does not name the auth methods. */
  *finish(): Generator<DiscoveredRecordInput, void, undefined> {
    const others = { entities: this.#counts.entities > 0, tokens: this.#counts.tokens > 0 }
    if (!this.#mounts.known) throw invalidFile('lacks the answer of sys/auth, which names the auth methods', { line: 1, column: 1, byte: 0 })
    const lacking = this.#mounts.incompleteness(this.#roles, this.#secretIdLists, others)
    const { scope } = this.#context
    if (scope && this.#cluster && scope !== this.#cluster)
      throw invalidFile(`is of the cluster ${excerpt(this.#cluster)}, but this system is ${excerpt(scope)}`, { line: 1, column: 1, byte: 0 })
    this.#context.onSummary?.({ counts: this.#counts, observedAt: null, scope: this.#cluster, ...(lacking === null ? {} : { covers: ADDS_ONLY }) })
    for (const one of this.#waiting.drain()) yield* this.#records(one)
    yield* this.#policies.missingNotes()
    yield* this.#notes()
    if (lacking !== null) {
      const text = `The dump ${lacking}. So it is not whole: it adds to the register, and nothing counts as gone`
      yield { type: 'note', externalId: 'left-out/part', code: 'left_out', subject: 'the rest of the server', text }
    }
  }

  *#records(kept: Kept): Generator<DiscoveredRecordInput, void, undefined> {
    const { namespace } = kept
    if (kept.what === 'token') yield* tokenRecords(TokenLookup.parse(kept.entry), namespace, this.#policies)
    else yield* (kept.what === 'role' ? this.#roleRecords(kept) : entityRecords(Entity.parse(kept.entry), namespace, this.#policies)) ?? this.#leaveOut()
  }

  /** For a person's entry there are no records; it is counted. */
  #leaveOut(): DiscoveredRecordInput[] {
    this.#leftOut += 1
    return []
  }

  #roleRecords({ namespace, mount, collection, name, path, entry }: KeptRole): Iterable<DiscoveredRecordInput> | null {
    const type = this.#mounts.typeOf(namespace, mount, collection)
    const issuer = this.#mounts.issuerOf(namespace, mount)
    const records = roleRecords({ namespace, mount, type, name, path, issuer, role: VaultRole.parse(entry) }, this.#policies)
    return records && this.#withSecretIds(records, vaultKey(namespace, path))
  }

  *#withSecretIds(records: Iterable<DiscoveredRecordInput>, identity: string): Generator<DiscoveredRecordInput, void, undefined> {
    yield* records
    for (const [accessor, lookup] of this.#secretIds.get(identity) ?? []) yield secretIdRecord(identity, accessor, lookup)
  }

  *#notes(): Generator<DiscoveredRecordInput, void, undefined> {
    const notes: [key: string, count: number, text: string][] = [
      ['people', this.#leftOut, 'roles and entities with which people without privilege sign in were left out'],
      ['issued-tokens', this.#issued, 'tokens that a sign-in gave were left out: they end with it, and its role is in the register'],
      ['other-answers', this.#passedOver, 'answers of paths that are not about identities were passed over unread'],
    ]
    for (const [key, count, text] of notes)
      if (count > 0) yield { type: 'note', externalId: `left-out/${key}`, code: 'left_out', subject: key.replaceAll('-', ' '), text: `${count} ${text}` }
  }

  #secretIdsOf(role: string): Map<string, SecretIdLookup | null> {
    const known = this.#secretIds.get(role) ?? new Map<string, SecretIdLookup | null>()
    this.#secretIds.set(role, known)
    return known
  }
}

/** Lookups come from one path each: what tells them apart is the accessor that was asked for. */
function lookedUp({ path, data }: VaultAnswer): string {
  if (!/lookup$|lookup-accessor$/.test(path)) return ''
  const accessor = memberOf(data, 'secret_id_accessor') ?? memberOf(data, 'accessor')
  return typeof accessor === 'string' ? ` ${accessor}` : ''
}

function memberOf(value: unknown, key: string): object | string | null {
  const member: unknown = typeof value === 'object' && value !== null && Object.hasOwn(value, key) ? Reflect.get(value, key) : null
  return typeof member === 'string' || typeof member === 'object' ? member : null
}
