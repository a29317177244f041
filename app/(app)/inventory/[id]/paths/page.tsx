import type { Metadata } from 'next'
import { AccessGraph } from '#components/inventory/access-graph.tsx'
import { IdentityHeader } from '#components/inventory/identity-header.tsx'
import { PathStory } from '#components/inventory/path-story.tsx'
import { ReachTable } from '#components/inventory/reach-table.tsx'
import { TrustTable } from '#components/inventory/trust-table.tsx'
import { Input } from '#components/ui/input.tsx'
import { Notice } from '#components/ui/notice.tsx'
import { Section } from '#components/ui/section.tsx'
import { TenureError } from '#lib/core/errors.ts'
import { explainPath, showGraph } from '#lib/inventory/graph/queries.ts'
import { showIdentity } from '#lib/inventory/queries.ts'
import { currentContext } from '#lib/web/context.ts'
import { orNotFound } from '#lib/web/or-not-found.ts'

export const metadata: Metadata = { title: 'Access paths' }

export default async function PathsPage({ params, searchParams }: PageProps<'/inventory/[id]/paths'>) {
  const { id } = await params
  const search = await searchParams
  const q = typeof search['q'] === 'string' ? search['q'] : ''
  const to = typeof search['to'] === 'string' ? search['to'] : null
  const context = await currentContext()
  const { identity, credentials, merges } = await orNotFound(showIdentity(context, { id }))
  const graph = await showGraph(context, { id, q })
  const path = to ? await explainPath(context, { id, entitlementId: to }).catch(noPath) : null
  return (
    <>
      <IdentityHeader identity={identity} merges={merges} now={context.now} />
      <div className="pt-4">
        {graph.cut && (
          <div className="px-4 pb-3 md:px-6">
            <Notice tone="warn" title="More than 2,000 identities are connected: the farther ones are left out" />
          </div>
        )}
        <AccessGraph identity={identity} credentials={credentials.rows} {...graph} />
      </div>
      {to && (
        <Section title="One path, explained">
          <div id="path">{path ? <PathStory {...path} /> : <Notice tone="off" title="It no longer reaches that: choose another row below" />}</div>
        </Section>
      )}
      <Section
        title={`What it reaches (${graph.rights.total.toLocaleString('en')})`}
        description="Its own entitlements, and those of every identity that it may act as, at most four steps away."
        action={
          <form className="w-full md:w-64">
            <Input type="search" name="q" defaultValue={q} placeholder="Resource or action" aria-label="Find in what it reaches" />
          </form>
        }
        flush
      >
        <ReachTable identityId={id} rights={graph.rights} q={q} />
      </Section>
      <Section title={`May act as (${graph.reaches.length})`} flush>
        <TrustTable label="Identities that it may act as" nodes={graph.reaches} empty="No source shows that it may act as another identity." />
      </Section>
      <Section title={`May act as it (${graph.reachedBy.length + graph.outer.length})`} flush>
        <TrustTable
          label="Who may act as it"
          nodes={graph.reachedBy}
          outer={graph.outer}
          empty="No source shows that anybody else may act as it. A source that does not say who may is no proof that nobody can."
        />
      </Section>
    </>
  )
}

function noPath(error: unknown): null {
  if (error instanceof TenureError && (error.code === 'not_found' || error.code === 'invalid')) return null
  throw error
}
