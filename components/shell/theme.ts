export const THEMES = ['light', 'dark', 'system'] as const
export type Theme = (typeof THEMES)[number]

/** A theme from the cookie `theme`; anything else means that the operating system decides. */
export const toTheme = (value: string | undefined): Theme => THEMES.find((theme) => theme === value) ?? 'system'

/** Switches the colours at once and remembers the choice for a year. Runs in the browser. */
export function chooseTheme(theme: Theme): void {
  if (theme === 'system') delete document.documentElement.dataset['theme']
  else document.documentElement.dataset['theme'] = theme
  document.cookie = `theme=${theme}; path=/; max-age=31536000; samesite=lax`
}
