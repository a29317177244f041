import { type DiscoveredRecordInput, externalKey } from '#lib/systems/discovered.ts'
import { cutText } from '#lib/systems/imports/storable.ts'
import { accountRecords } from './account-records.ts'
import { parseAuthorizedKeys } from './authorized-keys.ts'
import { hasLoginShell, adminGroupsOf, isPerson } from './classify-account.ts'
import type { HostFile, HostInventory } from './host-inventory.ts'
import { keyAttributes } from './key-attributes.ts'
import { notReadable } from './not-readable.ts'
import type { SshKey } from './ssh-key.ts'
import { userAuthoritiesOf } from './user-authorities.ts'

/** The host as the settings name it (`web1:22`), and the fingerprint of the key that it answered with. */
export type ReadHost = { host: string; shownKey: { type: string; fingerprint: string }; inventory: HostInventory }

export const hostKey = (host: string) => externalKey('host', host)
/** A host with its keys, its accounts with theirs, and what could not be read. Each record of the host carries its name in `attributes.host`. */
export function* hostRecords(read: ReadHost): Generator<DiscoveredRecordInput> {
  const { host, inventory } = read
  yield hostIdentity(read)
  yield* hostCredentials(read)
  const authorities = userAuthoritiesOf(inventory)
  let people = 0
  for (const account of inventory.accounts) {
    const files = inventory.keyFiles.filter(({ owner }) => owner === account.name)
    const hasKeys = files.some(({ state, content }) => state === 'ok' && content.trim() !== '')
    if (!hasLoginShell(account) && !hasKeys) continue
    if (isPerson(account) && account.uid !== 0 && adminGroupsOf(account, inventory).length === 0) people += 1
    else yield* accountRecords({ host, inventory, account, files, authorities })
  }
  if (people > 0) {
    const text = `${people} accounts of people without administrative rights on ${host} are not taken for identities`
    yield { type: 'note', externalId: externalKey('people', host), code: 'left_out', subject: host, text }
  }
  yield* gaps(read)
}

function hostIdentity({ host, inventory }: ReadHost): DiscoveredRecordInput {
  const { node, operatingSystem, config, configFrom } = inventory
  const said = Object.fromEntries(
    ['pubkeyauthentication', 'permitrootlogin', 'authorizedkeyscommand'].flatMap((word) =>
      config.has(word) ? [[word, cutText(config.get(word) ?? '', 300)]] : [],
    ),
  )
  return {
    type: 'identity',
    externalId: hostKey(host),
    name: cutText(host, 600),
    class: 'server',
    classReason: 'An OpenSSH server answers there',
    classConfidence: 'certain',
    enabled: true,
    privileged: false,
    details: { ...(node ? { hostname: cutText(node, 1_000) } : {}), ...(operatingSystem ? { operatingSystem: cutText(operatingSystem, 1_000) } : {}) },
    attributes: { kind: 'host', host, configurationFrom: configFrom, sshd: said },
  }
}

function* hostCredentials({ host, shownKey, inventory }: ReadHost): Generator<DiscoveredRecordInput> {
  const told = new Set<string>()
  for (const { path, content } of inventory.hostKeys) {
    for (const { key, comment } of parseAuthorizedKeys(content).keys) {
      if (told.has(key.fingerprint)) continue
      told.add(key.fingerprint)
      yield hostCredential(host, key, { path, comment: cutText(comment, 300), shown: key.fingerprint === shownKey.fingerprint })
    }
  }
  if (!told.has(shownKey.fingerprint)) {
    yield hostCredential(host, { ...shownKey, bits: null, weak: null, certificate: null }, { shown: true })
  }
  for (const { path, content } of inventory.hostCertificates) {
    for (const { key } of parseAuthorizedKeys(content).keys)
      if (key.certificate && !told.has(certificateId(key))) yield told.add(certificateId(key)) && hostCertificate(host, key, path)
  }
}

const certificateId = ({ fingerprint, certificate }: SshKey) => `${fingerprint}/${certificate?.authority ?? ''}/${certificate?.serial ?? ''}`

function hostCredential(host: string, key: SshKey, attributes: Record<string, string | boolean>): DiscoveredRecordInput {
  return {
    type: 'credential',
    identityExternalId: hostKey(host),
    externalId: externalKey('host-key', host, key.fingerprint),
    kind: 'ssh_key',
    fingerprint: key.fingerprint,
    enabled: true,
    attributes: { kind: 'host_key', host, ...keyAttributes(key), ...attributes },
  }
}

function hostCertificate(host: string, key: SshKey, path: string): DiscoveredRecordInput {
  const { certificate } = key
  return {
    type: 'credential',
    identityExternalId: hostKey(host),
    externalId: externalKey('host-certificate', host, certificateId(key)),
    kind: 'ssh_key',
    fingerprint: key.fingerprint,
    createdAt: certificate?.validAfter ?? null,
    expiresAt: certificate?.validBefore ?? null,
    enabled: true,
    attributes: { kind: 'host_certificate', host, path, ...keyAttributes(key) },
  }
}

const WORDS: Record<HostFile['state'], string> = { denied: "Tenure's account may not read it", missing: 'it is not there', ok: '' }

/** What the host did not show, apart from the accounts' own files. */
function* gaps({ host, inventory }: ReadHost): Generator<DiscoveredRecordInput> {
  if (inventory.configFrom !== 'sshd') {
    const known = inventory.configFrom === 'file' ? 'Tenure goes by its file up to the first Match, without what it includes' : "Tenure goes by sshd's defaults"
    yield notReadable(host, `${host} sshd -T`, `sshd does not tell its configuration to Tenure's account: ${known}, so that keys in other places are not seen`)
  }
  for (const file of [...inventory.userAuthorities, ...inventory.hostCertificates].filter(({ state }) => state !== 'ok'))
    yield notReadable(host, `${host} ${file.path}`, `${file.path} is named by sshd's configuration, but ${WORDS[file.state]}`)
  const command = inventory.config.get('authorizedkeyscommand')
  if (command && command !== 'none')
    yield notReadable(host, `${host} AuthorizedKeysCommand`, `Keys also come from the program ${cutText(command, 300)}, which Tenure does not run`)
  const broken = inventory.keyFiles.filter(({ content }) => parseAuthorizedKeys(content).unreadable > 0)
  for (const { owner, path } of broken)
    yield {
      type: 'note',
      externalId: externalKey('no-key', host, owner, path),
      code: 'left_out',
      subject: cutText(`${owner}@${host}`, 600),
      text: cutText(`${path} has lines that name a type of key and hold none`, 2_000),
    }
}
