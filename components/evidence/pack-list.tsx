import { CopyableId } from '#components/ui/copyable-id.tsx'
import { DownloadLink } from '#components/ui/download-link.tsx'
import { RelativeTime } from '#components/ui/relative-time.tsx'

type Pack = { id: string; periodFrom: Date; periodTo: Date; note: string | null; createdAt: Date; requester: { name: string } }

const day = (instant: Date) => instant.toISOString().slice(0, 10)

/** Packs that were ordered, newest first, each with its download. Props: `packs`. */
export function PackList({ packs }: { packs: readonly Pack[] }) {
  return (
    <ul>
      {packs.map((pack) => (
        <li key={pack.id} className="flex min-h-11 flex-wrap items-center gap-x-4 gap-y-1 border-t px-4 py-1.5 text-sm md:px-6">
          <span className="font-medium tabular-nums">
            {day(pack.periodFrom)} to {day(new Date(pack.periodTo.getTime() - 1))}
          </span>
          <CopyableId id={pack.id} what="pack id" />
          <span className="min-w-0 flex-1 basis-40 truncate text-muted">{pack.note}</span>
          <span className="text-muted">
            {pack.requester.name}, <RelativeTime instant={pack.createdAt} />
          </span>
          <DownloadLink href={`/evidence/packs/${pack.id}`} size="sm">
            Download pack
          </DownloadLink>
        </li>
      ))}
    </ul>
  )
}
