import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

type Rgb = [number, number, number]
const css = readFileSync(new URL('../../app/tokens.css', import.meta.url), 'utf8')

/** OKLCH to linear sRGB, clipped to the gamut (CSS Color 4 §18, the matrices of Oklab). */
function linear(lightness: number, chroma: number, hue: number): Rgb {
  const a = chroma * Math.cos((hue * Math.PI) / 180)
  const b = chroma * Math.sin((hue * Math.PI) / 180)
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3
  const clip = (value: number) => Math.min(1, Math.max(0, value))
  return [
    clip(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s),
    clip(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s),
    clip(-0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s),
  ]
}

const luminance = ([r, g, b]: Rgb) => 0.2126 * r + 0.7152 * g + 0.0722 * b

/** WCAG 2.2 contrast ratio of two tokens in one theme. */
function contrast(one: string, other: string, theme: 'light' | 'dark'): number {
  const [a, b] = [one, other].map((name) => luminance(token(name, theme))).toSorted((x, y) => y - x)
  return ((a ?? 0) + 0.05) / ((b ?? 0) + 0.05)
}

function token(name: string, theme: 'light' | 'dark'): Rgb {
  const found = new RegExp(`--${name}: light-dark\\(oklch\\(([^)]+)\\), oklch\\(([^)]+)\\)\\)`).exec(css)
  const values = (theme === 'light' ? found?.[1] : found?.[2])?.split(' ').map(Number)
  if (!values) throw new Error(`tokens.css has no --${name}`)
  return linear(values[0] ?? 0, values[1] ?? 0, values[2] ?? 0)
}

const GROUNDS = ['canvas', 'surface', 'sunken', 'hover', 'selected']
const TONES = ['good', 'info', 'wait', 'warn', 'bad', 'off']
const TEXT = [
  ...['ink', 'muted', 'faint', 'accent-ink', ...TONES.map((tone) => `${tone}-ink`)].flatMap((ink) => GROUNDS.map((ground) => [ink, ground] as const)),
  ...TONES.flatMap((tone) => [[`${tone}-ink`, `${tone}-soft`] as const, ['ink', `${tone}-soft`] as const, ['muted', `${tone}-soft`] as const]),
  ...TONES.map((tone) => ['on-mark', `${tone}-mark`] as const),
  ['accent-ink', 'accent-soft'] as const,
  ['ink', 'accent-soft'] as const,
  ...['accent', 'accent-hover'].map((ground) => ['on-accent', ground] as const),
  ...['danger', 'danger-hover'].map((ground) => ['on-danger', ground] as const),
  ...['band-sample', 'band-readonly'].map((ground) => [`on-${ground}`, ground] as const),
]
const MARKS = ['line-control', 'focus', 'accent', ...TONES.map((tone) => `${tone}-mark`)].flatMap((mark) =>
  ['canvas', 'surface', 'sunken'].map((ground) => [mark, ground] as const),
)

describe.each(['light', 'dark'] as const)('in the %s theme', (theme) => {
  it.each(TEXT)('%s is legible on %s (4.5:1, WCAG 1.4.3)', (text, ground) => {
    expect(contrast(text, ground, theme)).toBeGreaterThanOrEqual(4.5)
  })

  it.each(MARKS)('%s stands out on %s (3:1, WCAG 1.4.11)', (mark, ground) => {
    expect(contrast(mark, ground, theme)).toBeGreaterThanOrEqual(3)
  })
})
