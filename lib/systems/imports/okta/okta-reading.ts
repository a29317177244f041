import type { DiscoveredRecordInput } from '../../discovered.ts'
import { Duplicates } from '../duplicates.ts'
import type { Coverage, ImportContext } from '../import-format.ts'
import { excerpt, invalidFile } from '../invalid-file.ts'
import { ParkedJson } from '../parked-json.ts'
import { parseItem } from '../parse-item.ts'
import type { JsonItem } from '../read-json-items.ts'
import { hostOf } from './links.ts'
import type { OktaKind } from './object-kind.ts'
import { oktaRecords, type OktaWaiting } from './okta-records.ts'
import { OktaApp, OktaAppUser, OktaGrant, OktaRole, OktaToken, OktaUser } from './okta-schemas.ts'

/** One reading of an organisation's objects, in any order. Who has which role is known only at the end: until then all wait, deflated. */
export class OktaReading {
  readonly #context: ImportContext
  readonly #duplicates = new Duplicates()
  readonly #waiting: OktaWaiting = {
    apps: new ParkedJson(),
    tokens: new ParkedJson(),
    users: new ParkedJson(),
    roles: [],
    grants: [],
    parts: new Set(),
    assigned: 0,
    groups: 0,
  }
  readonly #counts = { apps: 0, apiTokens: 0, users: 0, roles: 0, grants: 0, appUsers: 0 }
  #host: string | null = null

  constructor(context: ImportContext) {
    this.#context = context
  }

  /** Takes one object. `invalid` for one that is malformed, of another organisation, or differs from one with the same id. */
  take(kind: OktaKind, item: JsonItem): void {
    this.#waiting.parts.add(kind)
    switch (kind) {
      case 'app':
        return this.#takeApp(item)
      case 'token':
        return this.#takeToken(item)
      case 'role':
        return this.#takeRole(item)
      case 'grant':
        return this.#takeGrant(item)
      case 'user':
        return this.#takeUser(item)
      case 'app_user':
      case 'app_group':
        return this.#takeAssigned(item)
      case 'group':
        this.#waiting.groups += 1
    }
  }

  /** The records of a file that was read to its end. */
  *finish(): Generator<DiscoveredRecordInput, void, undefined> {
    const host = this.#context.scope?.toLowerCase() ?? this.#host
    this.#context.onSummary?.({ counts: this.#counts, observedAt: null, scope: host, covers: this.#coverage() })
    yield* oktaRecords(this.#waiting, host)
  }

  /** What this file lists completely depends on the parts that it holds: roles come user by user, so that only a list of the users makes them whole. */
  #coverage(): Coverage {
    const { parts } = this.#waiting
    return {
      identityKinds: ['okta_app', 'okta_api_token', ...(parts.has('role') && parts.has('user') ? ['okta_admin'] : [])],
      credentialKinds: ['oauth_client_secret', 'access_key', 'api_key'],
      entitlements: true,
      privilege: parts.has('role') || parts.has('grant'),
    }
  }

  #takeApp(item: JsonItem): void {
    const app = parseItem(OktaApp, item)
    if (!this.#isNew('app', app.id, app._links?.users?.href ?? app._links?.groups?.href, item)) return
    this.#counts.apps += 1
    this.#waiting.apps.park(app)
  }

  #takeToken(item: JsonItem): void {
    const token = parseItem(OktaToken, item)
    if (!this.#isNew('token', token.id, token._link?.self?.href ?? token._links?.self?.href, item)) return
    this.#counts.apiTokens += 1
    this.#waiting.tokens.park(token)
  }

  #takeRole(item: JsonItem): void {
    const role = parseItem(OktaRole, item)
    if (!this.#isNew('role', role.id, role._links?.assignee?.href, item)) return
    this.#counts.roles += 1
    this.#waiting.roles.push(role)
  }

  #takeGrant(item: JsonItem): void {
    const grant = parseItem(OktaGrant, item)
    if (!this.#isNew('grant', grant.id, grant._links?.app?.href, item)) return
    this.#counts.grants += 1
    this.#waiting.grants.push(grant)
  }

  #takeUser(item: JsonItem): void {
    const user = parseItem(OktaUser, item)
    if (!this.#isNew('user', user.id, user._links?.self?.href, item)) return
    this.#counts.users += 1
    this.#waiting.users.park(user)
  }

  #takeAssigned(item: JsonItem): void {
    const { id, _links } = parseItem(OktaAppUser, item)
    if (!this.#isNew(`assigned ${_links?.app?.href ?? ''}`, id, _links?.app?.href, item)) return
    this.#counts.appUsers += 1
    this.#waiting.assigned += 1
  }

  #isNew(kind: string, id: string, href: string | undefined, item: JsonItem): boolean {
    const host = hostOf(href)
    if (host) {
      this.#host ??= host
      const wanted = this.#context.scope?.toLowerCase() ?? this.#host
      const whose = this.#context.scope ? 'this system is' : 'the file began with'
      if (host !== wanted) throw invalidFile(`belongs to ${excerpt(host)}, but ${whose} ${excerpt(wanted)}`, item.place)
    }
    return !this.#duplicates.isRepeat(`${kind} ${id}`, item.value, item.place)
  }
}
