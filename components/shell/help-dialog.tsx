'use client'

import { useState } from 'react'
import { Checkbox } from '#components/ui/checkbox.tsx'
import { Dialog } from '#components/ui/dialog.tsx'
import { Kbd } from '#components/ui/kbd.tsx'
import { shortcutsAreOn, switchShortcuts } from '#components/ui/shortcut-setting.ts'
import { SHORTCUTS } from './shortcut-list.ts'

/** All shortcuts, and the switch that turns single keys off for people whom they disturb. Props: `open`, `onOpenChange`. */
export function HelpDialog({ open, onOpenChange }: { open: boolean; onOpenChange: (open: boolean) => void }) {
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title="Keyboard shortcuts" size="md">
      <div className="grid gap-x-8 gap-y-4 pb-3 sm:grid-cols-2">
        {SHORTCUTS.map((group) => (
          <section key={group.title} className="break-inside-avoid last:sm:row-span-2">
            <h3 className="mb-1 text-xs font-medium text-muted">{group.title}</h3>
            <ul>
              {group.shortcuts.map((shortcut) => (
                <li key={shortcut.keys} className="flex min-h-8 items-center justify-between gap-4 border-b py-1 text-sm last:border-b-0">
                  <span>{shortcut.does}</span>
                  <Kbd keys={shortcut.keys} />
                </li>
              ))}
            </ul>
          </section>
        ))}
        <SingleKeySwitch />
      </div>
    </Dialog>
  )
}

function SingleKeySwitch() {
  const [on, setOn] = useState(shortcutsAreOn)
  const change = (next: boolean) => {
    switchShortcuts(next)
    setOn(next)
  }
  return (
    <Checkbox
      label="Single-key shortcuts"
      hint="Off leaves ⌘K, Enter and Esc; kept in this browser."
      checked={on}
      onChange={(event) => change(event.currentTarget.checked)}
    />
  )
}
