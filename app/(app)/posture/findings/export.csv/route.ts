import { exportFindings } from '#lib/findings/queries.ts'
import { csvDownload } from '#lib/web/csv-download.ts'
import { routeFor } from '#lib/web/route-for.ts'
import { searchInput } from '#lib/web/search-input.ts'

/** The list as CSV: the filters of the screen, all of its pages, with the evidence of each finding. */
export const GET = routeFor(async (context, request) =>
  csvDownload(await exportFindings(context, searchInput(request.url)), `tenure-findings-${context.now.toISOString().slice(0, 10)}.csv`),
)
