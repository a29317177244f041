import { type DiscoveredRecordInput, externalKey } from '#lib/systems/discovered.ts'
import { cutText } from '#lib/systems/imports/storable.ts'
import { type AuthorizedKey, expiryOf, type KeyOptions, parseAuthorizedKeys } from './authorized-keys.ts'
import { adminGroupsOf, classifyAccount, hasLoginShell } from './classify-account.ts'
import type { HostAccount, HostFile, HostInventory } from './host-inventory.ts'
import { keyAttributes } from './key-attributes.ts'
import { notReadable } from './not-readable.ts'
import { principalsOf, type UserAuthority } from './user-authorities.ts'

/** An account of a host with the files of keys that sshd reads for it. */
export type AccountOnHost = { host: string; inventory: HostInventory; account: HostAccount; files: readonly HostFile[]; authorities: readonly UserAuthority[] }

const accountKey = (host: string, account: string) => externalKey('account', host, account)
const named = ({ host, account }: AccountOnHost) => cutText(`${account.name}@${host}`, 600)

/** An account that may log in: itself, its keys, its way in, the CAs that may make certificates for it. */
export function* accountRecords(on: AccountOnHost): Generator<DiscoveredRecordInput> {
  yield accountIdentity(on)
  const told = new Set<string>()
  for (const file of on.files) {
    const { keys } = parseAuthorizedKeys(file.content)
    for (const authorized of keys.filter(({ options }) => !isAuthority(options))) {
      if (!told.has(authorized.key.fingerprint)) yield keyCredential(on, authorized, file.path)
      told.add(authorized.key.fingerprint)
    }
    for (const authorized of keys.filter(({ options }) => isAuthority(options))) {
      const { principals } = authorized.options
      yield authorityTrust(on, { authority: authorized, path: file.path }, { names: principals.length > 0 ? principals : null, from: file.path })
    }
    if (keys.length > 0) yield loginEntitlement(on, file.path, keys.length)
  }
  yield* throughAuthorities(on)
  for (const group of adminGroupsOf(on.account, on.inventory)) yield administration(on, group)
  const denied = on.files.filter(({ state }) => state === 'denied').map(({ path }) => path)
  const unknown = hasLoginShell(on.account) && on.authorities.length > 0 ? principalsOf(on.account, on.inventory) : null
  if (unknown?.names === null) denied.push(unknown.from)
  if (denied.length > 0) yield notReadable(on.host, named(on), `Tenure's account may not read ${denied.join(', ')}: what lets ${named(on)} in is not all known`)
}

const isAuthority = (options: KeyOptions) => options.flags.includes('cert-authority')

function accountIdentity(on: AccountOnHost): DiscoveredRecordInput {
  const { host, inventory, account } = on
  const groups = adminGroupsOf(account, inventory)
  const reasons = [...(account.uid === 0 ? ['uid 0'] : []), ...groups.map((group) => `member of ${group}`)]
  const classification = classifyAccount(account)
  const config = inventory.accountConfigs.get(account.name) ?? inventory.config
  const rootRefused = account.uid === 0 && config.get('permitrootlogin') === 'no'
  const description = cutText(account.gecos.replace(/,+$/, '').trim(), 1_000)
  return {
    type: 'identity',
    externalId: accountKey(host, account.name),
    name: named(on),
    ...classification,
    enabled: !rootRefused,
    privileged: reasons.length > 0,
    privilegedReason: reasons.length > 0 ? reasons.join(', ') : null,
    privilegedConfidence: 'certain',
    details: description === '' || classification.class === 'human_admin' ? {} : { description },
    attributes: {
      kind: 'account',
      host,
      account: cutText(account.name, 600),
      uid: account.uid,
      shell: cutText(account.shell, 300),
      loginShell: hasLoginShell(account),
      home: cutText(account.home, 300),
      ...(rootRefused ? { permitRootLogin: 'no' } : {}),
    },
  }
}

function keyCredential(on: AccountOnHost, { key, comment, options }: AuthorizedKey, path: string): DiscoveredRecordInput {
  const { host, account, inventory } = on
  const expiresAt = expiryOf(options.expiryTime)
  const config = inventory.accountConfigs.get(account.name) ?? inventory.config
  return {
    type: 'credential',
    identityExternalId: accountKey(host, account.name),
    externalId: externalKey('authorized-key', host, account.name, key.fingerprint),
    kind: 'ssh_key',
    fingerprint: key.fingerprint,
    expiresAt,
    enabled: config.get('pubkeyauthentication') !== 'no' && (expiresAt === null || expiresAt > inventory.at),
    attributes: {
      kind: 'authorized_key',
      host,
      account: named(on),
      path: cutText(path, 1_000),
      ...keyAttributes(key),
      comment: cutText(comment, 300),
      ...optionAttributes(options),
    },
  }
}

/** Values that look like a secret are left behind: options are plain text that anybody may have put anything into. */
const SECRET_LIKE = /((?:pass(?:word|wd)?|token|secret|api[-_]?key|bearer|authorization)["']?\s*[=: ]\s*["']?(?:bearer\s+)?)[^\s"']+/gi

function optionAttributes({ flags, from, command, environment, permitOpen, expiryTime }: KeyOptions) {
  return {
    ...(flags.length > 0 ? { options: flags.slice(0, 30).map((flag) => cutText(flag, 100)) } : {}),
    ...(from === null ? {} : { from: cutText(from, 500) }),
    ...(command === null ? {} : { command: cutText(command.replaceAll(SECRET_LIKE, '$1[left out]'), 500) }),
    ...(environment.length > 0 ? { environment: environment.slice(0, 30).map((name) => cutText(name, 100)) } : {}),
    ...(permitOpen.length > 0 ? { permitOpen: permitOpen.slice(0, 30).map((target) => cutText(target, 200)) } : {}),
    ...(expiryTime === null ? {} : { expiryTime: cutText(expiryTime, 50) }),
  }
}

function loginEntitlement(on: AccountOnHost, path: string, keys: number): DiscoveredRecordInput {
  const { host, account } = on
  return {
    type: 'entitlement',
    identityExternalId: accountKey(host, account.name),
    externalId: externalKey('login', host, account.name, path),
    resource: host,
    resourceKind: 'host',
    action: 'ssh.login',
    grantedVia: cutText(path, 600),
    attributes: { host, account: named(on), keys },
  }
}

function administration(on: AccountOnHost, group: string): DiscoveredRecordInput {
  const { host, account } = on
  return {
    type: 'entitlement',
    identityExternalId: accountKey(host, account.name),
    externalId: externalKey('administer', host, account.name, group),
    resource: host,
    resourceKind: 'host',
    action: 'administer',
    grantedVia: cutText(`group ${group}`, 600),
    attributes: { host, account: named(on), group },
  }
}

/** What lets holders of certificates in: a trust in each CA of the host, and the login that comes with it. */
function* throughAuthorities(on: AccountOnHost): Generator<DiscoveredRecordInput> {
  if (!hasLoginShell(on.account)) return
  const principals = principalsOf(on.account, on.inventory)
  if (principals === null) return
  for (const authority of on.authorities) yield authorityTrust(on, authority, principals)
  const [first] = on.authorities
  if (first) yield loginEntitlement(on, first.path, on.authorities.length)
}

function authorityTrust(
  on: AccountOnHost,
  { authority, path }: UserAuthority,
  { names, from }: { names: string[] | null; from: string },
): DiscoveredRecordInput {
  const { host, account } = on
  const { key, comment, options } = authority
  const condition = names === null ? `The certificate meets ${from}` : `The certificate names one of the principals ${names.join(', ')}`
  return {
    type: 'trust',
    identityExternalId: accountKey(host, account.name),
    externalId: externalKey('user-ca', host, account.name, path, key.fingerprint),
    kind: 'federate',
    principal: key.fingerprint,
    principalKind: 'federated',
    condition: cutText(condition, 4_000),
    attributes: {
      host,
      account: named(on),
      path: cutText(path, 1_000),
      ...keyAttributes(key),
      comment: cutText(comment, 300),
      principalsFrom: cutText(from, 1_000),
      ...optionAttributes(options),
    },
  }
}
