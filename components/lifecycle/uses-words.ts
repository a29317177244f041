type Used = { refused: number; used: number; disabledAt: Date | null }

const CAP = 1_000
const times = (count: number) => (count === 1 ? 'once' : count >= CAP ? `${CAP.toLocaleString('en')} times or more` : `${count.toLocaleString('en')} times`)

/** Whether anybody tried to use an account since it was disabled, in a sentence; null before that. What no log tells is not called unused. */
export function usesInWords({ refused, used, disabledAt }: Used): string | null {
  if (!disabledAt) return null
  if (used > 0) return `It was used ${times(used)} since it was disabled: the log shows a success`
  return refused > 0 ? `Somebody tried to use it ${times(refused)} and was refused` : 'No use was seen in the logs that Tenure reads'
}
