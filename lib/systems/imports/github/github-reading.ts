import { z } from 'zod'
import type { DiscoveredRecordInput } from '../../discovered.ts'
import { Duplicates } from '../duplicates.ts'
import type { ImportContext } from '../import-format.ts'
import { invalidFile } from '../invalid-file.ts'
import { parseItem } from '../parse-item.ts'
import type { JsonItem } from '../read-json-items.ts'
import { ActionsEnvironment, ActionsRepository, actionsRepositoryRecords, environmentRecords, repositoryOfEnvironment } from './actions-repository.ts'
import { SubjectTemplate } from './actions-subject.ts'
import { Account, repositoryOf } from './common.ts'
import { CredentialAuthorization, credentialAuthorizationRecords, isToken } from './credential-authorization.ts'
import { DeployKey, deployKeyRecords } from './deploy-key.ts'
import { Installation, installationRecords } from './installation.ts'
import { OrganizationScope } from './organization-scope.ts'
import { PersonalAccessToken, personalAccessTokenRecords } from './personal-access-token.ts'
import { Runner, runnerRecord } from './runner.ts'

export const SECTIONS = [
  'installations',
  'deploy_keys',
  'personal_access_tokens',
  'credential_authorizations',
  'repositories',
  'environments',
  'runners',
] as const
export type Section = (typeof SECTIONS)[number]

/** The list of that name, or null where it is none of these. */
export function sectionNamed(name: string): Section | null {
  return SECTIONS.find((section) => section === name) ?? null
}

/** One reading of answers of the GitHub API, whichever file they stand in. */
export class GithubReading {
  readonly #context: ImportContext
  readonly #scope: OrganizationScope
  readonly #duplicates = new Duplicates()
  readonly #counts: Record<string, number> = {}
  #leftOut = 0
  #template: SubjectTemplate | null = null

  constructor(context: ImportContext) {
    this.#context = context
    this.#scope = new OrganizationScope(context.scope)
  }

  /** Who the whole file is of. `invalid` where the system is another organisation. */
  takeOrganization(item: JsonItem): void {
    this.#scope.admit(parseItem(Account, item).login, () => item.placeOf(['login']))
  }

  /** How the organisation shapes the subject of its workflows' tokens, for repositories that do not say otherwise. Stands before these. */
  takeTemplate(item: JsonItem): void {
    this.#template = parseItem(SubjectTemplate.nullable(), item)
  }

  /** An entry of one of the lists as records. `invalid` for one that is malformed, of another organisation, or differs from one with the same id. */
  *take(section: Section, item: JsonItem): Generator<DiscoveredRecordInput, void, undefined> {
    if (section === 'installations') yield* this.#installation(item)
    else if (section === 'deploy_keys') yield* this.#deployKey(item)
    else if (section === 'personal_access_tokens') yield* this.#personalAccessToken(item)
    else if (section === 'credential_authorizations') yield* this.#credentialAuthorization(item)
    else if (section === 'repositories') yield* this.#repository(item)
    else if (section === 'environments') yield* this.#environment(item)
    else yield* this.#runner(item)
  }

  /** What remains to be said when the file was read to its end. */
  *finish(): Generator<DiscoveredRecordInput, void, undefined> {
    this.#context.onSummary?.({ counts: this.#counts, observedAt: null, scope: this.#scope.login })
    if (this.#leftOut > 0) {
      const text = `${this.#leftOut} SSH keys of members were left out: people work with them, and they are no identities of their own`
      yield { type: 'note', externalId: 'left-out/ssh-keys', code: 'left_out', subject: 'SSH keys of members', text }
    }
  }

  #isNew(section: string, id: string | number, item: JsonItem): boolean {
    if (this.#duplicates.isRepeat(`${section} ${id}`, item.value, item.place)) return false
    this.#counts[section] = (this.#counts[section] ?? 0) + 1
    return true
  }

  *#installation(item: JsonItem): Generator<DiscoveredRecordInput, void, undefined> {
    const installation = parseItem(Installation, item)
    this.#scope.admit(installation.account.login, () => item.placeOf(['account', 'login']))
    if (this.#isNew('installations', `app ${installation.app_id}`, item)) yield* installationRecords(installation)
  }

  *#deployKey(item: JsonItem): Generator<DiscoveredRecordInput, void, undefined> {
    const key = parseItem(DeployKey, item)
    this.#admitRepository(repositoryOf(key.url) ?? '', item, ['url'])
    if (this.#isNew('deploy_keys', key.id, item)) yield* deployKeyRecords(key)
  }

  *#personalAccessToken(item: JsonItem): Generator<DiscoveredRecordInput, void, undefined> {
    const token = parseItem(PersonalAccessToken, item)
    if (this.#isNew('personal_access_tokens', token.token_id, item)) yield* personalAccessTokenRecords(token, this.#scope.login)
  }

  *#credentialAuthorization(item: JsonItem): Generator<DiscoveredRecordInput, void, undefined> {
    const authorization = parseItem(CredentialAuthorization, item)
    if (!this.#isNew('credential_authorizations', authorization.credential_id, item)) return
    if (isToken(authorization)) yield* credentialAuthorizationRecords(authorization, this.#scope.login)
    else this.#leftOut += 1
  }

  *#repository(item: JsonItem): Generator<DiscoveredRecordInput, void, undefined> {
    const repository = parseItem(ActionsRepository, item)
    this.#admitRepository(repository.full_name, item, ['full_name'])
    const twice = new Set<string>()
    for (const [index, { name }] of (repository.environments ?? []).entries()) {
      if (twice.has(name)) throw invalidFile('names an environment that the repository has already', item.placeOf(['environments', index, 'name']))
      twice.add(name)
    }
    if (!this.#isNew('repositories', repository.full_name, item)) return
    this.#counts['environments'] = (this.#counts['environments'] ?? 0) + twice.size
    yield* actionsRepositoryRecords(repository, this.#template)
  }

  *#environment(item: JsonItem): Generator<DiscoveredRecordInput, void, undefined> {
    const environment = parseItem(ActionsEnvironment, item)
    const repository = repositoryOfEnvironment(environment)
    if (!repository) throw invalidFile('must be the address of an environment of a repository', item.placeOf(['url']))
    this.#admitRepository(repository, item, ['url'])
    if (this.#isNew('environments', `${repository} ${environment.name}`, item)) yield* environmentRecords(environment, repository, [this.#template])
  }

  *#runner(item: JsonItem): Generator<DiscoveredRecordInput, void, undefined> {
    const runner = parseItem(Runner, item)
    if (this.#isNew('runners', `${runner.repository ?? ''} ${runner.id}`, item)) yield runnerRecord(runner)
  }

  #admitRepository(repository: string, item: JsonItem, keys: readonly PropertyKey[]): void {
    this.#scope.admit(repository.split('/')[0] ?? '', () => item.placeOf(keys))
  }
}

/** A number that an answer gives for all of its pages together. */
export function totalOf(item: JsonItem): number {
  return parseItem(z.int('must be a whole number').min(0, 'must not be negative'), item)
}
