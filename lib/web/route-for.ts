import 'server-only'
import type { Context } from '#lib/command/context.ts'
import { HTTP_STATUS, TenureError } from '#lib/core/errors.ts'
import { currentContext } from './context.ts'
import { reportBug } from './report-bug.ts'

type Params = Record<string, string>
type Answer = (context: Context, request: Request, params: Params) => Promise<Response>

/** A route handler for whoever is signed in. A refusal is answered as plain text with its status; a bug shows an id and nothing else. */
export function routeFor(answer: Answer) {
  return async (request: Request, { params }: { params: Promise<Params> }): Promise<Response> => {
    const context = await currentContext()
    try {
      return await answer(context, request, await params)
    } catch (error) {
      if (error instanceof TenureError) return new Response(error.message, { status: HTTP_STATUS[error.code] })
      return new Response(`Something went wrong on our side. Tell your admin this id: ${reportBug(error)}`, { status: 500 })
    }
  }
}
