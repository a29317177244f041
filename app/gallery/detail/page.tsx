import { GalleryFrame } from '../frame.tsx'
import { KeyRound, ShieldCheck, Send, Check, LogIn } from 'lucide-react'
import { PageHeader } from '#components/ui/page-header.tsx'
import { Section } from '#components/ui/section.tsx'
import { ReturnLink } from '#components/data-table/return-link.tsx'
import { StateBadge } from '#components/ui/state-badge.tsx'
import { DefinitionList } from '#components/ui/definition-list.tsx'
import { Timeline } from '#components/ui/timeline.tsx'
import { CopyableId } from '#components/ui/copyable-id.tsx'
import { Countdown } from '#components/ui/countdown.tsx'
import { Tabs } from '#components/ui/tabs.tsx'
import { Notice } from '#components/ui/notice.tsx'
import { DoneButton } from '../parts.tsx'

export default async function Page() {
  const now = new Date()
  const at = (m: number) => new Date(now.getTime() + m * 60_000)
  return (
    <GalleryFrame>
      <PageHeader
        back={<ReturnLink href="/gallery/list">Inventory</ReturnLink>}
        title="Read-write on payments-prod"
        description="For Ada Lindqvist, to correct a ledger entry (INC-4821)."
        badges={<StateBadge state="active" />}
        action={<DoneButton />}
      />
      <Tabs
        label="Parts of the lease"
        tabs={[
          { href: '/gallery/detail', label: 'Overview' },
          { href: '/gallery/detail/activity', label: 'Activity', count: 1204 },
          { href: '/gallery/detail/history', label: 'History' },
        ]}
      />
      <div className="grid md:grid-cols-2">
        <Section title="Facts" className="border-t-0">
          <DefinitionList
            items={[
              { term: 'Lease', detail: <CopyableId id="lse_01jd8x2m4pfxta3v9k0q7e5r6s" what="lease id" /> },
              { term: 'Ends', detail: <Countdown deadline={at(75)} /> },
              { term: 'Soon', detail: <Countdown deadline={at(6)} /> },
              { term: 'Over', detail: <Countdown deadline={at(-6)} /> },
              { term: 'Role on the target', detail: <CopyableId id="arn:aws:iam::123456789012:role/payments-ledger-writer" head={18} tail={14} what="ARN" /> },
              { term: 'Ticket', detail: '' },
            ]}
          />
        </Section>
        <Section title="Story" className="border-t-0">
          <Timeline
            events={[
              { id: '1', icon: <Send />, tone: 'info', title: 'Requested', instant: at(-60), detail: 'by Ada Lindqvist for 4 h' },
              { id: '2', icon: <Check />, tone: 'good', title: 'Approved by Tomas Okafor', instant: at(-48), detail: 'shortened to 2 h' },
              { id: '3', icon: <KeyRound />, tone: 'info', title: 'Minted on payments-prod', instant: at(-47) },
              { id: '4', icon: <LogIn />, title: 'First login', instant: at(-45), detail: '10.4.7.12, psql 16.2' },
              { id: '5', title: 'Revoked', instant: null },
              { id: '6', icon: <ShieldCheck />, title: 'Confirmed dead', instant: null, detail: 'reread, probe refused, no session left' },
            ]}
          />
        </Section>
      </div>
      <Section title="What the policy said">
        <Notice tone="warn" title="A person has to decide">
          payments-prod is production and the privilege writes. Decided by policy production-writes-need-review.
        </Notice>
      </Section>
    </GalleryFrame>
  )
}
