import { TenureError } from '#lib/core/errors.ts'
import type { Tx } from '#lib/db/client.ts'
import { isWaiting } from './rules.ts'
import { type Item, newestItems } from './store.ts'

/** What successions ask about these identities, each of which this answer may be given to. Throws `forbidden` for any that it may not, `conflict` for any that was decided. */
export async function answeredItems(tx: Tx, ids: readonly string[], mayAnswer: (item: Item) => boolean): Promise<Item[]> {
  const newest = await newestItems(tx, ids)
  const items = ids.flatMap((id) => newest.get(id) ?? [])
  const mine = items.filter(mayAnswer)
  if (mine.length < ids.length)
    throw new TenureError(
      'forbidden',
      ids.length === 1 ? 'You are not asked about this identity' : `You are not asked about ${ids.length - mine.length} of these ${ids.length} identities`,
    )
  const decided = mine.filter((item) => !isWaiting(item))
  if (decided.length > 0) throw new TenureError('conflict', `${decided.length} of these ${ids.length} were decided meanwhile: reload, and look again`)
  return mine
}
