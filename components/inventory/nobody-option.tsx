'use client'

import type { ReactNode } from 'react'
import { Button } from '#components/ui/button.tsx'

type NobodyOptionProps = { label: string; value: string | null; onValue: (value: string) => void; children: ReactNode }

/** A choice that can also be taken away. Props: `label` ("No sponsor"), `value`, `onValue`, `children` (the choice). */
export function NobodyOption({ label, value, onValue, children }: NobodyOptionProps) {
  return (
    <div className="flex items-center gap-2">
      <div className="min-w-0 flex-1">{children}</div>
      {value && (
        <Button size="sm" variant="quiet" onClick={() => onValue('')}>
          {label}
        </Button>
      )}
    </div>
  )
}
