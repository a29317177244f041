import { FileCheck2 } from 'lucide-react'
import type { Metadata } from 'next'
import { PackForm } from '#components/evidence/pack-form.tsx'
import { PackList } from '#components/evidence/pack-list.tsx'
import { CodeBlock } from '#components/ui/code-block.tsx'
import { DownloadLink } from '#components/ui/download-link.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { PageHeader } from '#components/ui/page-header.tsx'
import { RelativeTime } from '#components/ui/relative-time.tsx'
import { Section } from '#components/ui/section.tsx'
import { listPacks, showLog } from '#lib/evidence/queries/list-packs.ts'
import { currentContext } from '#lib/web/context.ts'
import { orForbidden } from '#lib/web/or-not-found.ts'
import { orderPack } from './actions.ts'

export const metadata: Metadata = { title: 'Evidence' }

export default async function EvidencePage() {
  const context = await currentContext()
  const [packs, log] = await orForbidden(Promise.all([listPacks(context, {}), showLog(context, {})]))
  return (
    <>
      <PageHeader
        title="Evidence"
        description="What happened, signed, so that an auditor can check it without Tenure and without trusting us."
        action={<DownloadLink href="/evidence/public-key.pem">Public key</DownloadLink>}
      />
      <Section
        title="Build a pack"
        description="The register at the end of the period, its requests, leases with their proofs, policies, and every audit entry with its place in the sealed log."
      >
        <PackForm order={orderPack} today={context.now.toISOString().slice(0, 10)} />
      </Section>
      <Section title="Packs" description={packs.length > 0 ? 'A pack is written when it is downloaded; its period stays as it was ordered.' : undefined} flush>
        {packs.length === 0 ? (
          <EmptyState icon={<FileCheck2 aria-hidden="true" />} title="No pack has been built yet">
            Choose a period above and build the first one.
          </EmptyState>
        ) : (
          <PackList packs={packs} />
        )}
      </Section>
      <Section
        title="Verify a pack"
        description="On any machine with this project and nothing else: no server, no database, no network. Get the public key once, by a way that you trust."
      >
        <CodeBlock label="command" code="npx tenure verify tenure-evidence.zip --key tenure-evidence.pem" />
      </Section>
      <Section title="The log" description="Entries are sealed into a Merkle tree within seconds, and each head of the tree is signed.">
        <p className="text-sm">
          {log.sealed.toLocaleString('en')} of {log.written.toLocaleString('en')} entries are sealed; the newest head was signed{' '}
          <RelativeTime instant={log.signedAt} never="never yet" />.
        </p>
        {log.note && (
          <div className="mt-2 max-w-3xl">
            <CodeBlock label="newest checkpoint" code={log.note} wrap />
          </div>
        )}
      </Section>
    </>
  )
}
