import { cookies } from 'next/headers'
import { GalleryFrame } from '../frame.tsx'
import { GalleryTable } from '../table.tsx'
import { ListLayout } from '#components/data-table/list-layout.tsx'
import { columnsCookie } from '#components/data-table/columns-cookie.ts'
import { PageHeader } from '#components/ui/page-header.tsx'
import { Button } from '#components/ui/button.tsx'

const CLASSES = ['Service account', 'Workload', 'CI runner', 'SaaS connector', 'AI agent', 'Server']
const OWNERS = ['Ada Lindqvist', 'Tomas Okafor', null, 'Mei Tanaka', 'Jonas Weber']
const STATES = ['governed', 'ungoverned', 'stale', 'quarantined', 'expired', 'vanished'] as const
const NAMES = [
  'deploy-bot',
  'payments-ledger-writer',
  'ci-runner-eu-west-1',
  'salesforce-sync',
  'support-triage-agent',
  'backup-agent@db-03',
  'terraform-cloud-workspace-production-network',
  'kube-system:metrics-server',
]

export default async function Page({ searchParams }: PageProps<'/gallery/list'>) {
  const query = await searchParams
  await new Promise((resolve) => setTimeout(resolve, Number(query['slow'] ?? 0)))
  const now = new Date()
  const all = Array.from({ length: 120 }, (_, i) => ({
    id: `nhi_01jd8x2m4p${i}`,
    name: `${NAMES[i % NAMES.length]}-${i}`,
    class: CLASSES[i % 6] ?? '',
    owner: OWNERS[i % 5] ?? null,
    system: ['aws-prod-1', 'pg-payments', 'github-acme'][i % 3] ?? '',
    environment: ['production', 'staging', 'development'][i % 3] ?? '',
    state: STATES[(i * 7) % 6] ?? 'stale',
    credentials: (i * 3) % 7,
    lastUsedAt: i % 9 === 0 ? null : new Date(now.getTime() - i * 7_777_777).toISOString(),
  }))
  const q = String(query['q'] ?? '')
  const rows = all.filter((row) => row.name.includes(q)).slice(0, 50)
  const remembered = (await cookies()).get(columnsCookie('gallery'))?.value
  return (
    <GalleryFrame>
      <ListLayout>
        <PageHeader
          title="Inventory"
          description="Every machine identity that a connected system knows, with its owner, purpose and end date."
          action={<Button variant="primary">Import identities</Button>}
        />
        <GalleryTable rows={query['empty'] ? [] : rows} query={query} remembered={remembered} broken={Boolean(query['error'])} />
      </ListLayout>
    </GalleryFrame>
  )
}
