import { z } from 'zod'
import type { ImportContext } from '../import-format.ts'
import { excerpt, invalidFile } from '../invalid-file.ts'
import { parseItem } from '../parse-item.ts'
import type { JsonItem } from '../read-json-items.ts'

const Binding = z.object({
  role: z.string().min(1).max(256),
  members: z.array(z.string().min(1).max(1_024)).max(20_000).default([]),
  condition: z.object({ title: z.string().max(2_000).optional(), expression: z.string().max(20_000) }).nullish(),
})
export type Binding = z.infer<typeof Binding>

const Policy = z.object({ bindings: z.array(Binding).default([]) })
const Resource = z.string().min(1).max(1_024)

/** A policy with the resource that it is of, as Cloud Asset Inventory writes it: searched, listed or effective. */
const Searched = z.object({ resource: Resource, policy: Policy })
const Listed = z.object({ name: Resource, iamPolicy: Policy.optional() })
const Effective = z.object({ policies: z.array(z.object({ attachedResource: Resource, policy: Policy.optional() })) })

export const POLICY_LISTS: readonly string[] = ['', 'bindings', 'results', 'assets', 'policyResults']

/** Bindings of one resource, by its full name (`//iam.googleapis.com/projects/p/serviceAccounts/a@…`). */
export type PolicyEntry = { resource: string; bindings: Binding[] }

/** What one item of a policy file says. A bare policy does not name its resource: it is taken for the system's own project or organisation. */
export function policyEntries(item: JsonItem, context: ImportContext): PolicyEntry[] {
  if (item.list === 'bindings') return [{ resource: ownResource(item, context), bindings: [parseItem(Binding, item)] }]
  if (item.list === 'policyResults')
    return parseItem(Effective, item).policies.map(({ attachedResource, policy }) => ({ resource: attachedResource, bindings: policy?.bindings ?? [] }))
  if (typeof item.value === 'object' && item.value !== null && 'resource' in item.value) {
    const { resource, policy } = parseItem(Searched, item)
    return [{ resource, bindings: policy.bindings }]
  }
  const { name, iamPolicy } = parseItem(Listed, item)
  return [{ resource: name, bindings: iamPolicy?.bindings ?? [] }]
}

function ownResource(item: JsonItem, { scope }: ImportContext): string {
  if (!scope)
    throw invalidFile(
      'does not tell whose policy it is: give the system its project first, or export with gcloud asset search-all-iam-policies, which names each resource',
      item.place,
    )
  return `//cloudresourcemanager.googleapis.com/${scope.includes('/') ? scope : `projects/${scope}`}`
}

/** The address of the service account that a resource is, null for any other resource. */
export function accountOfResource(resource: string): string | null {
  return /^\/\/iam\.googleapis\.com\/projects\/[^/]+\/serviceAccounts\/([^/@\s]{1,200}@[^/@\s]{1,200})$/.exec(resource)?.[1] ?? null
}

/** A resource in a few words, for a message or reason. */
export function resourceText(resource: string): string {
  return excerpt(resource.replace(/^\/\/[^/]+\//, ''), 200)
}
