const KEY = 'tenure.shortcuts'

/** Whether single-key shortcuts work in this browser; WCAG 2.1.4 asks that they can be switched off. */
export function shortcutsAreOn(): boolean {
  return localStorage.getItem(KEY) !== 'off'
}

/** Switches single-key shortcuts on or off in this browser. */
export function switchShortcuts(on: boolean): void {
  if (on) localStorage.removeItem(KEY)
  else localStorage.setItem(KEY, 'off')
}
