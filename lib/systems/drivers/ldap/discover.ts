import type { CallOptions } from '#lib/systems/driver.ts'
import { type DiscoveredNote, type DiscoveredRecordInput, externalKey } from '#lib/systems/discovered.ts'
import { storageProblem } from '#lib/systems/imports/storable.ts'
import { privilegeReason, recordsOf, type AccountFacts } from './account.ts'
import { AD_ATTRIBUTES, AD_PEOPLE, adFacts } from './active-directory.ts'
import { clockOf } from './clock.ts'
import type { LdapConnection, LdapSession } from './connect.ts'
import { isBelow, normalDn } from './dn.ts'
import type { LdapEntry } from './entry.ts'
import { ldapError, stopIfAborted } from './errors.ts'
import { type Groups, readGroups } from './groups.ts'
import { OPENLDAP_ATTRIBUTES, openldapFacts, PEOPLE } from './openldap.ts'
import { createPolicyReader } from './policies.ts'
import { serviceFilter } from './service-filter.ts'

/** How the accounts of a directory are found and read, in its dialect. */
type Reading = {
  services: string
  people: string
  attributes: readonly string[]
  facts(entry: LdapEntry): Promise<AccountFacts>
  groups: Groups
  serviceOus: string[]
}

async function readingOf(session: LdapSession): Promise<Reading> {
  const active = session.root.dialect === 'active_directory'
  const lockHolds = createPolicyReader(session)
  const now = clockOf(session.root)
  return {
    services: serviceFilter(session),
    people: active ? AD_PEOPLE : PEOPLE,
    attributes: active ? AD_ATTRIBUTES : OPENLDAP_ATTRIBUTES,
    facts: async (entry) => (active ? adFacts(entry, now) : openldapFacts(entry, await lockHolds(entry), now)),
    groups: await readGroups(session),
    serviceOus: session.settings.serviceOus,
  }
}

const note = (code: DiscoveredNote['code'], subject: string, text: string): DiscoveredNote => ({
  type: 'note',
  externalId: externalKey(code, subject),
  code,
  subject,
  text,
})

/** An account's records; a note when the register could not hold them. */
function recordsOrNote(entry: LdapEntry, facts: AccountFacts, { groups, serviceOus }: Reading, service: boolean): DiscoveredRecordInput[] {
  const records = recordsOf(entry, facts, groups.of(entry), { service, serviceOus })
  const problem = records.map((record) => storageProblem(record)).find((each) => each !== null)
  return problem
    ? [note('not_readable', facts.externalId, `An entry could not be taken over: ${problem.path.map(String).join('.')} ${problem.problem}`)]
    : records
}

/** Service accounts; their names are put into `found`. */
async function* services(session: LdapSession, reading: Reading, found: Set<string>): AsyncGenerator<DiscoveredRecordInput[]> {
  for (const base of session.bases) {
    for await (const page of session.pages(base, reading.services, reading.attributes)) {
      const records: DiscoveredRecordInput[] = []
      for (const entry of page) {
        found.add(normalDn(entry.dn))
        records.push(...recordsOrNote(entry, await reading.facts(entry), reading, true))
      }
      yield records
    }
  }
}

/**
 * People: those in the organisational units of services are none, those with privilege are kept, the others are only counted. Who was found before is told by name and not by
 * negating the filter: with a class that the directory does not know, the opposite of a filter matches nobody either (RFC 4511 §4.5.1.7).
 */
async function* people(session: LdapSession, reading: Reading, found: ReadonlySet<string>): AsyncGenerator<DiscoveredRecordInput[]> {
  let leftOut = 0
  for (const base of session.bases) {
    for await (const page of session.pages(base, reading.people, reading.attributes)) {
      const strangers = page.filter((entry) => !found.has(normalDn(entry.dn)) && !entry.isA('pwdPolicy'))
      const kept = await Promise.all(strangers.map((entry) => personRecords(entry, reading)))
      leftOut += kept.filter((records) => records === null).length
      yield kept.flatMap((records) => records ?? [])
    }
  }
  if (leftOut > 0) yield [note('left_out', 'people', `${leftOut} account(s) of people without privilege were left out: this register is about machines`)]
}

/** What is kept of an entry that is a person's by its class; null for a person without privilege. */
async function personRecords(entry: LdapEntry, reading: Reading): Promise<DiscoveredRecordInput[] | null> {
  const facts = await reading.facts(entry)
  const service = reading.serviceOus.some((ou) => isBelow(entry.dn, ou))
  const kept = service || privilegeReason(reading.groups.of(entry), facts.reach) !== null
  return kept ? recordsOrNote(entry, facts, reading, service) : null
}

/**
 * The service accounts of a directory and the people's accounts that hold privilege, with their credentials and group memberships, a page at a time. Which entries are service
 * accounts the settings say. Errors: `unavailable`, `forbidden`; `conflict` when the directory cuts its answer off.
 */
export async function* discover(connection: LdapConnection, options: CallOptions = {}): AsyncGenerator<DiscoveredRecordInput[]> {
  try {
    const { session, end } = await connection.open(options)
    try {
      const reading = await readingOf(session)
      const found = new Set<string>()
      yield* services(session, reading, found)
      yield* people(session, reading, found)
    } finally {
      await end()
    }
  } catch (error) {
    stopIfAborted(options.signal)
    throw ldapError(error, 'read the accounts and groups', [connection.settings.password])
  }
}
