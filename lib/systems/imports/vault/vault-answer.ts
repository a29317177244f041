import { z } from 'zod'
import { parseItem, type FileItem } from '../parse-item.ts'

/**
 * One answer of Vault's API in a dump: where it came from and what it said. `keys` where it was a list. Answers come as `vault read -format=json` writes
 * them with their `path` added, or as recorded requests with `url`, `status` and `body`.
 */
export type VaultAnswer = { path: string; namespace: string; keys: string[] | null; data: Record<string, unknown> | null }

const Keys = z.array(z.string().min(1).max(1_024)).max(1_000_000)
const Data = z.union([Keys, z.record(z.string(), z.unknown())], 'must be what Vault answered: an object, or a list of keys').nullish()
const Namespace = z
  .string()
  .max(200)
  .transform((text) => text.replaceAll(/^\/+|\/+$/g, ''))
  .nullish()
const Path = z.string().min(1).max(500)

const Dumped = z.object({ path: Path, namespace: Namespace, data: Data })
const Recorded = z.object({
  url: z.string().min(1).max(800),
  status: z.int().optional(),
  namespace: Namespace,
  body: z.object({ data: Data, cluster_id: z.string().max(256).optional(), cluster_name: z.string().max(256).optional() }).nullish(),
})

/** An item of a dump, or null where Vault answered that it would not or could not. `invalid` with the place for what is neither form. */
export function vaultAnswer(item: FileItem): VaultAnswer | null {
  if (!hasMember(item.value, 'url')) {
    const { path, namespace, data } = parseItem(Dumped, item)
    return answerOf(path, namespace, data)
  }
  const { url, status = 200, namespace, body } = parseItem(Recorded, item)
  if (status >= 400 || !body) return null
  return answerOf(/\/v1\/([^?#]*)/.exec(url)?.[1] ?? url, namespace, body.data ?? (body.cluster_id ? { ...body } : null))
}

function answerOf(path: string, namespace: string | null | undefined, data: z.infer<typeof Data>): VaultAnswer | null {
  if (!data) return null
  const place = { path: path.replace(/^\/+/, '').replace(/\/+$/, ''), namespace: namespace ?? '' }
  if (Array.isArray(data)) return { ...place, keys: data, data: null }
  const keys = Keys.safeParse(data['keys'])
  return { ...place, keys: keys.success ? keys.data : null, data }
}

function hasMember(value: unknown, key: string): boolean {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, key)
}
