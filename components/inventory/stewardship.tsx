'use client'

import { DefinitionList } from '#components/ui/definition-list.tsx'
import { Input } from '#components/ui/input.tsx'
import { RelativeTime } from '#components/ui/relative-time.tsx'
import { Select } from '#components/ui/select.tsx'
import { Textarea } from '#components/ui/textarea.tsx'
import { ENVIRONMENTS } from '#lib/core/identity-class.ts'
import { MAX_EXPIRY_DAYS } from '#lib/ownership/rules.ts'
import type { OwnershipAction, Person } from './assign-owner.tsx'
import { StewardForm } from './steward-form.tsx'

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
  people: readonly Person[]
  /** Whether this person may change it. */
  editable: boolean
  actions: { assign: OwnershipAction; declare: OwnershipAction; place: OwnershipAction; expire: OwnershipAction; takeBack: OwnershipAction }
}

/** Owner, purpose, environment and expiry, each changed where it stands. */
export function Stewardship({ identity, people, editable, actions }: StewardshipProps) {
  const common = { identity, takeBack: actions.takeBack }
  const edit = {
    owner: (
      <StewardForm {...common} name="ownerId" label="Owner" current={identity.owner?.id ?? null} save={actions.assign} hint="The person who answers for it.">
        {(value, onValue) => (
          <Select
            options={people.map(({ id, name, email }) => ({ value: id, label: name, hint: email }))}
            value={value}
            placeholder="Choose a person"
            onValueChange={onValue}
          />
        )}
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
  const line = (detail: React.ReactNode, control: React.ReactNode) => (
    <span className="flex items-center gap-2">
      <span className="min-w-0 flex-1">{detail ?? <span className="text-warn-ink">not set</span>}</span>
      {editable && control}
    </span>
  )
  return (
    <DefinitionList
      columns={2}
      items={[
        { term: 'Owner', detail: line(identity.owner?.name, edit.owner) },
        { term: 'Purpose', detail: line(identity.purpose, edit.purpose) },
        { term: 'Environment', detail: line(identity.environment, edit.environment) },
        { term: 'Expires', detail: line(identity.expiresAt && <RelativeTime instant={identity.expiresAt} />, edit.expiry) },
      ]}
    />
  )
}
