import { AREAS } from './areas.ts'

export type ShortcutGroup = { title: string; shortcuts: readonly { keys: string; does: string }[] }

/** Every shortcut there is, for the help dialog. */
export const SHORTCUTS: readonly ShortcutGroup[] = [
  {
    title: 'Everywhere',
    shortcuts: [
      { keys: '⌘K', does: 'Find pages, actions, identities and leases (Ctrl K)' },
      { keys: '?', does: 'Show the shortcuts' },
      { keys: 'Esc', does: 'Close, or go back to the list as it was' },
      { keys: 'F6', does: 'Move to the messages' },
    ],
  },
  {
    title: 'In a list',
    shortcuts: [
      { keys: '/', does: 'Search' },
      { keys: 'j', does: 'Next row' },
      { keys: 'k', does: 'Row before' },
      { keys: 'x', does: 'Select the row' },
      { keys: 'Enter', does: 'Open the row' },
      { keys: '[', does: 'Page before' },
      { keys: ']', does: 'Next page' },
    ],
  },
  {
    title: 'In the inventory, with rows selected',
    shortcuts: [
      { keys: 'a', does: 'Assign an owner' },
      { keys: 'A', does: 'Take all that match the filter' },
      { keys: 'u', does: 'Take the last assignment back' },
    ],
  },
  { title: 'Go to', shortcuts: AREAS.map((area) => ({ keys: `g ${area.key}`, does: area.label })) },
]
