import { exportIdentities } from '#lib/inventory/queries.ts'
import { csvDownload } from '#lib/web/csv-download.ts'
import { routeFor } from '#lib/web/route-for.ts'
import { searchInput } from '#lib/web/search-input.ts'

/** The list as CSV: the filters, order and columns of the screen, all of its pages. */
export const GET = routeFor(async (context, request) =>
  csvDownload(await exportIdentities(context, searchInput(request.url)), `tenure-inventory-${context.now.toISOString().slice(0, 10)}.csv`),
)
