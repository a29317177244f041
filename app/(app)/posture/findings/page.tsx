import type { Metadata } from 'next'
import { cookies } from 'next/headers'
import { columnsCookie } from '#components/data-table/columns-cookie.ts'
import { ListLayout } from '#components/data-table/list-layout.tsx'
import { listHref } from '#components/data-table/list-query.ts'
import { FindingFacets } from '#components/findings/finding-facets.tsx'
import { FindingTable } from '#components/findings/finding-table.tsx'
import { PostureTabs } from '#components/posture/posture-tabs.tsx'
import { PageHeader } from '#components/ui/page-header.tsx'
import { findingFilterFields } from '#lib/findings/filter.rules.ts'
import { countFindings, listFindings } from '#lib/findings/queries.ts'
import { FindingFilter } from '#lib/findings/schemas.ts'
import { countInWords } from '#lib/inventory/rules.ts'
import { may, seesEverything } from '#lib/people/permissions.rules.ts'
import { listPeople } from '#lib/people/queries.ts'
import { listSystems } from '#lib/systems/queries.ts'
import { currentContext } from '#lib/web/context.ts'
import { accept, reopen, snooze } from './actions.ts'

export const metadata: Metadata = { title: 'Findings' }

export default async function FindingsPage({ searchParams }: PageProps<'/posture/findings'>) {
  const context = await currentContext()
  const query = await searchParams
  const filter = FindingFilter.parse(query)
  const [page, counts, people, systems] = await Promise.all([
    listFindings(context, filter),
    countFindings(context, filter),
    listPeople(context, {}),
    listSystems(context, {}),
  ])
  return (
    <ListLayout>
      <PageHeader
        title="Findings"
        description={`Facts that break a rule, ${seesEverything(context.actor) ? 'in the whole register' : 'about the identities that you answer for'}, the worst first. Each opens its evidence and its arithmetic.`}
      />
      <PostureTabs current="/posture/findings" />
      <FindingFacets counts={counts} chosen={filter} hrefOf={(parameter, value) => listHref('/posture/findings', query, { [parameter]: value })} />
      <FindingTable
        page={page}
        query={query}
        state={filter.state}
        summary={`${page.rows.length.toLocaleString('en')} of ${countInWords(counts.total)} findings`}
        filters={findingFilterFields({ rules: counts.rules, systems, people })}
        rememberedColumns={(await cookies()).get(columnsCookie('findings'))?.value}
        now={context.now}
        decisions={{
          accept: may(context.actor, 'findings.accept') ? accept : undefined,
          snooze: may(context.actor, 'findings.snooze') ? snooze : undefined,
          reopen: may(context.actor, 'findings.reopen') ? reopen : undefined,
        }}
      />
    </ListLayout>
  )
}
