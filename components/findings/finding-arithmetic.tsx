import type { ScoreLine } from '#lib/findings/rules.ts'

/** How a score came about, line by line. Props: `lines`, `score`. */
export function FindingArithmetic({ lines, score }: { lines: readonly ScoreLine[]; score: number }) {
  return (
    <table className="w-full max-w-xl text-sm tabular-nums">
      <caption className="sr-only">How the score came about</caption>
      <tbody>
        {lines.map(({ what, points }) => (
          <tr key={what} className="h-7">
            <th scope="row" className="text-left font-normal text-ink">
              {what}
            </th>
            <td className="text-right text-muted">{points > 0 ? `+${points}` : points}</td>
          </tr>
        ))}
        <tr className="h-8 border-t font-medium">
          <th scope="row" className="text-left">
            Score, of 100
          </th>
          <td className="text-right">{score}</td>
        </tr>
      </tbody>
    </table>
  )
}
