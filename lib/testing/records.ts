import type { DiscoveredRecordInput } from '#lib/systems/discovered.ts'

type Of<Type extends DiscoveredRecordInput['type']> = Extract<DiscoveredRecordInput, { type: Type }>

/** What a source says of a login, named by its key; a service account of kind `login` unless told otherwise. */
export function anAccount(key: string, given: Partial<Of<'identity'>> = {}): Of<'identity'> {
  const facts = {
    class: 'service_account' as const,
    classReason: 'It logs in with a password',
    enabled: true,
    privileged: false,
    attributes: { kind: 'login' },
  }
  return { type: 'identity', externalId: key, name: key, ...facts, ...given }
}

/** Its password. */
export function aPassword(of: string, given: Partial<Of<'credential'>> = {}): Of<'credential'> {
  return { type: 'credential', identityExternalId: of, externalId: `${of}/password`, kind: 'password', enabled: true, ...given }
}

/** Its right to read one table. */
export function aGrant(of: string, table: string, given: Partial<Of<'entitlement'>> = {}): Of<'entitlement'> {
  return {
    type: 'entitlement',
    identityExternalId: of,
    externalId: `${of}/${table}`,
    resource: table,
    resourceKind: 'table',
    action: 'SELECT',
    grantedVia: 'direct',
    ...given,
  }
}

/** A session that it opened. */
export function aSession(of: string, at: Date, given: Partial<Of<'activity'>> = {}): Of<'activity'> {
  return { type: 'activity', identityExternalId: of, externalId: `${of}@${at.toISOString()}`, at, action: 'session.open', outcome: 'success', ...given }
}

/** A group role that could be lent. */
export function aGroupRole(name: string, given: Partial<Of<'privilege'>> = {}): Of<'privilege'> {
  return { type: 'privilege', externalId: name, name, lendable: true, ...given }
}

/** Somebody who may act as it. */
export function aTrust(of: string, given: Partial<Of<'trust'>> = {}): Of<'trust'> {
  return { type: 'trust', identityExternalId: of, externalId: `${of}/trust`, kind: 'assume', principal: 'somebody', principalKind: 'identity', ...given }
}

/** A part of the source that could not be read. */
export function unreadable(subject: string): Of<'note'> {
  return { type: 'note', externalId: `unreadable/${subject}`, code: 'not_readable', subject, text: `${subject} could not be read` }
}
