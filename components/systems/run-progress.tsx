import { Progress } from '#components/ui/progress.tsx'
import type { RunRow } from '#lib/systems/sync-runs/run-row.ts'

type Run = Omit<RunRow, 'notes'>

/** How far a discovery or import is. Props: `run`. */
export function RunProgress({ run }: { run: Run }) {
  const records = `${run.recordsRead.toLocaleString('en')} records read`
  const label = run.uploading
    ? `Uploading ${run.fileName}`
    : run.state === 'queued'
      ? 'Waiting for a worker'
      : run.source !== 'live'
        ? `Reading ${run.fileName}`
        : 'Reading the system'
  const share = run.bytesTotal && run.state === 'running' ? (100 * run.bytesRead) / run.bytesTotal : null
  return (
    <div className="px-4 pb-4 md:px-6">
      <Progress label={label} value={share} text={share === null ? records : `${Math.round(share)} % · ${records}`} />
    </div>
  )
}
