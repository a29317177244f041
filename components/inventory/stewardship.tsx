'use client'

import type { ReactNode } from 'react'
import { DefinitionList } from '#components/ui/definition-list.tsx'
import { Input } from '#components/ui/input.tsx'
import { RelativeTime } from '#components/ui/relative-time.tsx'
import { Select } from '#components/ui/select.tsx'
import { Textarea } from '#components/ui/textarea.tsx'
import { ENVIRONMENTS } from '#lib/core/identity-class.ts'
import type { Stewards } from '#lib/ownership/queries.ts'
import { MAX_EXPIRY_DAYS } from '#lib/ownership/rules.ts'
import type { OwnershipAction, Person } from './ownership-action.ts'
import { StandIns } from './stand-ins.tsx'
import { StewardForm } from './steward-form.tsx'
import { TakeOver } from './take-over.tsx'

type Identity = {
  id: string
  name: string
  revision: string
  owner: { id: string; name: string } | null
  purpose: string | null
  environment: string | null
  expiresAt: Date | null
}
type StewardshipProps = {
  identity: Identity
  stewards: Pick<Stewards, 'backups' | 'team' | 'sponsor' | 'ownerActive'>
  people: readonly Person[]
  teams: readonly { id: string; name: string }[]
  /** What this person may do here: change everything, say what it is for, take it over. */
  may: { steward: boolean; declare: boolean; takeOver: boolean }
  actions: Record<'assign' | 'declare' | 'place' | 'expire' | 'nameBackups' | 'giveToTeam' | 'nameSponsor' | 'takeOver' | 'takeBack', OwnershipAction>
}

/** Who answers for an identity and stands in for them, what it is for, where and until when, each changed where it stands. */
export function Stewardship({ identity, stewards, people, teams, may, actions }: StewardshipProps) {
  const common = { identity, takeBack: actions.takeBack }
  const choices = people.map(({ id, name, email }) => ({ value: id, label: name, hint: email }))
  const edit = {
    owner: (
      <StewardForm {...common} name="ownerId" label="Owner" current={identity.owner?.id ?? null} save={actions.assign} hint="The person who answers for it.">
        {(value, onValue) => <Select options={choices} value={value} placeholder="Choose a person" onValueChange={onValue} />}
      </StewardForm>
    ),
    purpose: (
      <StewardForm
        {...common}
        name="purpose"
        label="Purpose"
        current={identity.purpose}
        save={actions.declare}
        hint="What it is for, in at least 10 characters."
      >
        {(value, onValue) => <Textarea value={value ?? ''} onChange={(event) => onValue(event.target.value)} maxLength={500} />}
      </StewardForm>
    ),
    environment: (
      <StewardForm {...common} name="environment" label="Environment" current={identity.environment} save={actions.place}>
        {(value, onValue) => (
          <Select
            options={ENVIRONMENTS.map((each) => ({ value: each, label: each }))}
            value={value}
            placeholder="Choose an environment"
            onValueChange={onValue}
          />
        )}
      </StewardForm>
    ),
    expiry: (
      <StewardForm
        {...common}
        name="expiresAt"
        label="Expiry"
        current={identity.expiresAt?.toISOString().slice(0, 10) ?? null}
        save={actions.expire}
        hint={`At most ${MAX_EXPIRY_DAYS} days ahead.`}
      >
        {(value, onValue) => <Input type="date" value={value ?? ''} onChange={(event) => onValue(event.target.value)} />}
      </StewardForm>
    ),
  }
  const line = (detail: ReactNode, control: ReactNode, editable: boolean) => (
    <span className="flex items-center gap-2">
      <span className="min-w-0 flex-1">{detail || <span className="text-warn-ink">not set</span>}</span>
      {editable && control}
    </span>
  )
  const owner = identity.owner && `${identity.owner.name}${stewards.ownerActive === false ? ', who left' : ''}`
  return (
    <div className="grid gap-3">
      {may.takeOver && <TakeOver identity={identity} owner={identity.owner?.name ?? null} takeOver={actions.takeOver} />}
      <DefinitionList
        columns={2}
        items={[
          { term: 'Owner', detail: line(owner, edit.owner, may.steward) },
          { term: 'Purpose', detail: line(identity.purpose, edit.purpose, may.declare) },
          { term: 'Environment', detail: line(identity.environment, edit.environment, may.declare) },
          { term: 'Expires', detail: line(identity.expiresAt && <RelativeTime instant={identity.expiresAt} />, edit.expiry, may.declare) },
        ]}
      />
      <StandIns identity={identity} stewards={stewards} people={people} teams={teams} editable={may.steward} actions={actions} />
    </div>
  )
}
