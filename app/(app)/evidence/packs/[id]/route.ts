import { showPack } from '#lib/evidence/queries/list-packs.ts'
import { packDownload } from '#lib/web/pack-download.ts'
import { routeFor } from '#lib/web/route-for.ts'

/** Streams an evidence pack as a zip. */
export const GET = routeFor(async (context, _request, { id }) => packDownload(context, await showPack(context, { id })))
