import { isReady } from '#lib/web/ready.ts'

/** The process can do its work: it reaches the database. */
export async function GET(): Promise<Response> {
  return (await isReady())
    ? Response.json({ status: 'ready' })
    : Response.json({ status: 'unavailable', reason: 'The database does not answer' }, { status: 503 })
}
