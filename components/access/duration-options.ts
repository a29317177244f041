import { durationInWords } from '#lib/core/time.ts'

const CHOICES = [900, 1_800, 3_600, 7_200, 14_400, 28_800, 86_400, 604_800]

/** Durations to choose from, up to the privilege's maximum (which is itself a choice). Values are seconds. */
export function durationOptions(maxSeconds = 3_600): { value: string; label: string }[] {
  const seconds = [...new Set([...CHOICES.filter((choice) => choice < maxSeconds), maxSeconds])]
  return seconds.map((choice) => ({ value: String(choice), label: durationInWords(choice * 1000) }))
}
