import type { Tone } from '#components/ui/tone.ts'

/** How figures are written: whole numbers, percent (0–100), or milliseconds as a duration. */
export type ValueFormat = 'count' | 'percent' | 'duration'

/** One mark of a chart; `href` leads to the rows behind it. */
export type ChartPoint = { label: string; value: number; href?: string; tone?: Tone }

/** The line to reach or to stay below. */
export type ChartTarget = { value: number; label: string }

/** One part of a stacked bar. */
export type ChartSeries = { id: string; label: string; tone?: Tone }

/** A stacked bar: a value for each series, and where its rows are. */
export type StackedPoint = { label: string; values: Readonly<Record<string, number>>; href?: string; hrefs?: Readonly<Record<string, string>> }

/** The colour of a mark: its tone, or the accent for plain figures. */
export const markColour = (tone: Tone | undefined): string => (tone ? `var(--${tone}-mark)` : 'var(--accent)')

/** The colour of a figure written on a mark. */
export const onMarkColour = (tone: Tone | undefined): string => (tone ? 'var(--on-mark)' : 'var(--on-accent)')
