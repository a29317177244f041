'use server'

import { markLeft } from '#lib/ownership/succession/mark-left.ts'
import { markReturned } from '#lib/ownership/succession/mark-returned.ts'
import { changeMembers } from '#lib/ownership/teams/change-members.ts'
import { createTeam } from '#lib/ownership/teams/create-team.ts'
import { renameTeam } from '#lib/ownership/teams/rename-team.ts'
import { setSystemTeam } from '#lib/ownership/teams/set-system-team.ts'
import { setTeamLead } from '#lib/ownership/teams/set-team-lead.ts'
import { runCommand } from '#lib/web/form-action.ts'

export async function leave(input: Record<string, unknown>) {
  return runCommand(markLeft, input)
}

export async function comeBack(input: Record<string, unknown>) {
  return runCommand(markReturned, input)
}

export async function makeTeam(input: Record<string, unknown>) {
  return runCommand(createTeam, input)
}

export async function rename(input: Record<string, unknown>) {
  return runCommand(renameTeam, input)
}

export async function chooseLead(input: Record<string, unknown>) {
  return runCommand(setTeamLead, input)
}

export async function change(input: Record<string, unknown>) {
  return runCommand(changeMembers, input)
}

export async function giveSystem(input: Record<string, unknown>) {
  return runCommand(setSystemTeam, input)
}
