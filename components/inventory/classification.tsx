'use client'

import { useState } from 'react'
import { Badge } from '#components/ui/badge.tsx'
import { DefinitionList } from '#components/ui/definition-list.tsx'
import { Field } from '#components/ui/field.tsx'
import { Select } from '#components/ui/select.tsx'
import { type Confidence, IDENTITY_CLASS_LABELS, IDENTITY_CLASSES, type IdentityClass } from '#lib/core/identity-class.ts'
import { type CorrectAction, CorrectForm } from './correct-form.tsx'

const WORDS: Record<Confidence, string> = { certain: 'certain', likely: 'likely', guess: 'a guess' }

type ClassificationProps = {
  identity: {
    id: string
    class: IdentityClass
    classReason: string
    classConfidence: Confidence
    classCorrected: boolean
    sourceClass: IdentityClass | null
    sourceClassReason: string | null
    privileged: boolean
    privilegedReason: string | null
    privilegedConfidence: Confidence
    privilegedCorrected: boolean
    sourcePrivileged: boolean | null
  }
  /** Whether this person may correct it. */
  editable: boolean
  actions: { correctClass: CorrectAction; correctPrivilege: CorrectAction; withdraw: CorrectAction }
}

/** What an identity is and whether it is privileged, with the evidence and how sure it is; a person's word stands over the source's. */
export function Classification({ identity, editable, actions }: ClassificationProps) {
  const [chosen, setChosen] = useState<string>(identity.class)
  const withdraw = (of: 'class' | 'privilege') => (
    <CorrectForm
      label="Take the source’s word"
      title="Take what the source says again"
      hint="The correction ends, and from now on each discovery decides."
      input={{ ids: [identity.id], of }}
      action={actions.withdraw}
    />
  )
  return (
    <DefinitionList
      columns={2}
      items={[
        {
          term: 'Class',
          detail: (
            <div className="grid justify-items-start gap-1.5">
              <Verdict word={IDENTITY_CLASS_LABELS[identity.class]} confidence={identity.classConfidence} corrected={identity.classCorrected} />
              <p className="text-muted">{identity.classReason}</p>
              {identity.classCorrected && identity.sourceClass && (
                <p className="text-muted">
                  The source says {IDENTITY_CLASS_LABELS[identity.sourceClass].toLowerCase()}: {identity.sourceClassReason}
                </p>
              )}
              {editable && (
                <div className="flex flex-wrap gap-2">
                  <CorrectForm
                    label="Correct class"
                    title="What is it?"
                    hint="Your word stands whatever its source says, until somebody withdraws it."
                    input={{ ids: [identity.id], class: chosen }}
                    action={actions.correctClass}
                    fields={(problem) => (
                      <Field name="class" label="Class" required error={problem['class']}>
                        <Select
                          options={IDENTITY_CLASSES.map((value) => ({ value, label: IDENTITY_CLASS_LABELS[value] }))}
                          value={chosen}
                          placeholder="Choose a class"
                          onValueChange={setChosen}
                        />
                      </Field>
                    )}
                  />
                  {identity.classCorrected && withdraw('class')}
                </div>
              )}
            </div>
          ),
        },
        {
          term: 'Privileged',
          detail: (
            <div className="grid justify-items-start gap-1.5">
              <Verdict word={identity.privileged ? 'Yes' : 'No'} confidence={identity.privilegedConfidence} corrected={identity.privilegedCorrected} />
              <p className="text-muted">{identity.privilegedReason ?? 'Nothing that its source shows gives it more than its own work needs'}</p>
              {identity.privilegedCorrected && identity.sourcePrivileged !== null && (
                <p className="text-muted">The source says {identity.sourcePrivileged ? 'yes' : 'no'}.</p>
              )}
              {editable && (
                <div className="flex flex-wrap gap-2">
                  <CorrectForm
                    label={identity.privileged ? 'It is not privileged' : 'It is privileged'}
                    title={identity.privileged ? 'Say that it is not privileged' : 'Say that it is privileged'}
                    hint="Your word stands whatever its source says, until somebody withdraws it."
                    input={{ ids: [identity.id], privileged: identity.privileged ? 'no' : 'yes' }}
                    action={actions.correctPrivilege}
                  />
                  {identity.privilegedCorrected && withdraw('privilege')}
                </div>
              )}
            </div>
          ),
        },
      ]}
    />
  )
}

function Verdict({ word, confidence, corrected }: { word: string; confidence: Confidence; corrected: boolean }) {
  return (
    <p className="flex flex-wrap items-center gap-2 font-medium text-ink">
      {word}
      <Badge tone={corrected ? 'info' : confidence === 'guess' ? 'warn' : 'off'}>{corrected ? 'corrected by a person' : WORDS[confidence]}</Badge>
    </p>
  )
}
