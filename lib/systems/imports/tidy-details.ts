import { cutText } from './storable.ts'

type Detail = string | boolean | null | undefined | readonly (string | null | undefined)[]

/** Details of an identity (lib/core/identity-details.ts) out of what a source says: empty members are left out, texts and lists cut to what a register holds. */
export function tidyDetails(said: Record<string, Detail>): Record<string, string | boolean | string[]> {
  const tidy: Record<string, string | boolean | string[]> = {}
  for (const [key, value] of Object.entries(said)) {
    if (typeof value === 'boolean') tidy[key] = value
    else if (typeof value === 'string') Object.assign(tidy, fill(key, tidyText(value)))
    else if (value) Object.assign(tidy, fill(key, tidyList(value)))
  }
  return tidy
}

function fill<T extends string | string[]>(key: string, value: T): Record<string, T> {
  return value.length > 0 ? { [key]: value } : {}
}

function tidyText(text: string): string {
  return cutText(text.trim(), 1_024).trim()
}

function tidyList(texts: readonly (string | null | undefined)[]): string[] {
  return [...new Set(texts.map((text) => tidyText(text ?? '')).filter(Boolean))].slice(0, 500)
}

/** Attributes without the members of which the source says nothing. */
export function saidOnly<T extends Record<string, unknown>>(attributes: T): { [K in keyof T]?: NonNullable<T[K]> } {
  const said = Object.entries(attributes).filter(([, value]) => value !== null && value !== undefined && value !== '')
  return Object.fromEntries(said) as { [K in keyof T]?: NonNullable<T[K]> }
}
