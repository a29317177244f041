import { CopyableId } from '#components/ui/copyable-id.tsx'
import { RelativeTime } from '#components/ui/relative-time.tsx'

type Version = { id: string; version: number; digest: string; note: string; publishedAt: Date }

/** Published versions, newest first. Props: `versions`. */
export function VersionList({ versions }: { versions: readonly Version[] }) {
  return (
    <ol reversed>
      {versions.map(({ id, version, digest, note, publishedAt }) => (
        <li key={id} className="flex min-h-9 flex-wrap items-center gap-x-4 gap-y-1 border-t px-4 py-1.5 text-sm md:px-6">
          <span className="w-20 font-medium">Version {version}</span>
          <span className="min-w-0 flex-1 basis-60">{note}</span>
          <CopyableId id={digest} what="policy digest" />
          <span className="w-24 text-right text-muted">
            <RelativeTime instant={publishedAt} />
          </span>
        </li>
      ))}
    </ol>
  )
}
