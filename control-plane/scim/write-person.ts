import type { FastifyRequest } from 'fastify'
import type { Context } from '#lib/command/context.ts'
import { ROLES } from '#lib/core/actor.ts'
import { TenureError } from '#lib/core/errors.ts'
import { changePerson } from '#lib/ownership/provisioning/change-person.ts'
import { deprovisionPerson } from '#lib/ownership/provisioning/deprovision-person.ts'
import { provisionPerson } from '#lib/ownership/provisioning/provision-person.ts'
import { type ProvisionedPerson, showPerson } from '#lib/ownership/provisioning/queries.ts'
import { rolesOnReturn } from '#lib/ownership/provisioning/rules.ts'
import { markLeft } from '#lib/ownership/succession/mark-left.ts'
import { markReturned } from '#lib/ownership/succession/mark-returned.ts'
import { draftOf, nameOf, type PersonDraft } from './person-draft.ts'
import { requireMatch } from './requested-version.ts'

const LEFT = 'The company directory says that they left (SCIM active: false)'
const DELETED = 'The company directory deleted them (SCIM DELETE)'
const RETURNED = 'The company directory says that they are back (SCIM active: true)'
const ATTEMPTS = 5

/** Takes in whom the draft tells of. Answers them as they stand then. */
export async function addPerson(context: Context, draft: PersonDraft): Promise<ProvisionedPerson> {
  const { active, userName: email } = draft
  const { id, back } = await provisionPerson(context, { email, name: nameOf(draft, undefined), roles: knownRoles(draft), active })
  if (back && active) await markReturned(context, { id, reason: RETURNED })
  return showPerson(context, { id })
}

/**
 * Changes a person into what `edit` makes of them. Who is not active any more is marked as gone before the answer is sent, so that they are out and their
 * successors are asked; who is active again is marked as returned. An edit of a version that another change overtook is made anew on the newer one,
 * unless the client named the version it means.
 */
export async function changeInto(
  context: Context,
  request: FastifyRequest,
  id: string,
  edit: (before: PersonDraft) => PersonDraft,
): Promise<ProvisionedPerson> {
  for (let attempt = 1; ; attempt++) {
    const before = await showPerson(context, { id })
    requireMatch(request, before)
    const draft = edit(draftOf(before))
    try {
      await changePerson(context, { id, version: before.version, ...valuesOf(draft, before) })
    } catch (error) {
      if (attempt < ATTEMPTS && isOvertaken(error)) continue
      throw error
    }
    if (before.active && !draft.active) await markLeft(context, { id, reason: LEFT })
    if (!before.active && draft.active) await markReturned(context, { id, reason: RETURNED })
    return showPerson(context, { id })
  }
}

/** Marks a person as gone, then forgets them for the directory. */
export async function removePerson(context: Context, request: FastifyRequest, id: string): Promise<void> {
  requireMatch(request, await showPerson(context, { id }))
  await markLeft(context, { id, reason: DELETED })
  await deprovisionPerson(context, { id })
}

function valuesOf(draft: PersonDraft, before: ProvisionedPerson) {
  const roles = knownRoles(draft)
  const returns = !before.active && draft.active
  return { email: draft.userName, name: nameOf(draft, before.name), roles: returns && before.roles.includes('admin') ? rolesOnReturn(roles) : roles }
}

/** Those of the roles that are ours. What else a directory calls a role is its own. */
const knownRoles = ({ roles }: PersonDraft) => ROLES.filter((role) => roles.includes(role))

const isOvertaken = (error: unknown) => error instanceof TenureError && error.code === 'conflict' && 'version' in error.fields
