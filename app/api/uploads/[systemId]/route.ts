import { receiveUpload } from '#lib/systems/sync-runs/receive-upload.ts'
import { bodyOf } from '#lib/web/body-of.ts'
import { routeFor } from '#lib/web/route-for.ts'

/** Takes an export as the request's body, streamed, and has it imported. */
export const POST = routeFor(async (context, request, { systemId }) => {
  const fileName = new URL(request.url).searchParams.get('name') ?? ''
  const { id } = await receiveUpload(context, { systemId: systemId ?? '', fileName }, bodyOf(request))
  return Response.json({ id }, { status: 202 })
})
