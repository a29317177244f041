import { DefinitionList } from '#components/ui/definition-list.tsx'
import { RelativeTime } from '#components/ui/relative-time.tsx'
import { TextLink } from '#components/ui/text-link.tsx'
import { toRoute } from '#components/ui/to-route.ts'
import type { BoundaryFacts as Facts } from '#lib/boundaries/queries/matrix-cells.ts'
import { METHOD_LABELS, type Method, PUBLISHED_POLICIES } from '#lib/boundaries/rules.ts'
import { durationInWords, HOUR } from '#lib/core/time.ts'

const PROVEN_BY = {
  lease: 'a lease’s revocation that the target confirmed',
  offboarding: 'an offboarding that the target confirmed',
  drill: 'a drill',
} as const

/** What a boundary declares, and what is known of it. Props: `boundary`. */
export function BoundaryFacts({ boundary }: { boundary: Facts }) {
  const { methods, maxTtlSeconds, rotationDays, policySet, telemetry, revocationPath, revocationSystems, revocationProvenAt, provenBy, revocationProof } =
    boundary
  return (
    <DefinitionList
      columns={2}
      items={[
        { term: 'Authenticates with', detail: methods.map((method) => METHOD_LABELS[method as Method] ?? method).join(', ') },
        { term: 'Time to live, at most', detail: maxTtlSeconds === null ? null : durationInWords(maxTtlSeconds * 1_000) },
        { term: 'Rotation, at least', detail: rotationDays === null ? null : `every ${rotationDays} days` },
        { term: 'Policy set', detail: policySet === PUBLISHED_POLICIES ? 'the published policies' : policySet },
        {
          term: 'Telemetry',
          detail:
            telemetry.length === 0 ? null : (
              <ul className="grid gap-0.5">
                {telemetry.map(({ systemId, name, lastReadAt, maxAgeHours }) => (
                  <li key={systemId}>
                    {name ? <TextLink href={toRoute(`/systems/${systemId}`)}>{name}</TextLink> : 'a system that is gone'}, read{' '}
                    <RelativeTime instant={lastReadAt} />, may be {durationInWords(maxAgeHours * HOUR)} old
                  </li>
                ))}
              </ul>
            ),
        },
        { term: 'Revocation path', detail: revocationPath },
        {
          term: 'Ends on',
          detail: revocationSystems.length === 0 ? null : revocationSystems.map(({ name }) => name).join(', '),
        },
        {
          term: 'Last proven',
          detail: (
            <>
              <RelativeTime instant={revocationProvenAt} />
              {provenBy && `, by ${PROVEN_BY[provenBy]}`}
              {provenBy === 'drill' && revocationProof && `: ${revocationProof}`}
            </>
          ),
        },
      ]}
    />
  )
}
