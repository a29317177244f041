import { Notice } from '#components/ui/notice.tsx'
import type { TestReport } from '#lib/systems/driver.ts'

/** What a connection test found: who Tenure is there, and which rights it lacks, with the statement that gives each. Props: `report`. */
export function TestResult({ report }: { report: TestReport }) {
  if (!report.reachable) {
    return (
      <Notice tone="bad" title="The system could not be reached" live>
        {report.reason}
      </Notice>
    )
  }
  const missing = report.rights.filter((right) => !right.held)
  return (
    <Notice
      tone={missing.length > 0 ? 'warn' : 'good'}
      title={`Connected as ${report.as} (${report.serverVersion})${missing.length > 0 ? `; ${missing.length} rights are missing` : '; every right is there'}`}
      live
    >
      {missing.length > 0 && (
        <ul className="grid gap-1">
          {missing.map((right) => (
            <li key={`${right.capability} ${right.right}`}>
              {right.right}: {right.purpose}
              {right.remedy && <code className="mt-0.5 block font-mono text-xs break-all">{right.remedy}</code>}
            </li>
          ))}
        </ul>
      )}
      {report.warnings.map((warning) => (
        <p key={warning}>{warning}</p>
      ))}
    </Notice>
  )
}
