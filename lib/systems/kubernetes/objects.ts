import { z } from 'zod'

const text = (max: number) =>
  z
    .string()
    .max(max)
    .refine((value) => !value.includes('\u0000') && value.isWellFormed(), 'Holds a character that cannot be stored')
const name = text(512).min(1)
/** Kubernetes, Object Names and IDs: DNS subdomain names. Service accounts and namespaces have no others. */
export const DNS_NAME = /^[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?$/
const dnsName = z.string().regex(DNS_NAME, 'Is not a name that Kubernetes gives')
const list = <T extends z.ZodType>(item: T, max: number) =>
  z
    .array(item)
    .max(max)
    .nullish()
    .transform((value) => value ?? [])
const words = list(text(512), 2_000)
const Labels = z.record(z.string(), z.string()).nullish()

const Metadata = z.object({
  name,
  namespace: name.optional(),
  uid: text(128).optional(),
  creationTimestamp: z.iso.datetime({ offset: true }).nullish(),
  labels: Labels,
  annotations: Labels,
})
const Namespaced = Metadata.extend({ namespace: dnsName })

/** Rules of a role (Kubernetes API reference, PolicyRule v1 rbac.authorization.k8s.io). */
const PolicyRule = z.object({ verbs: words, apiGroups: words, resources: words, resourceNames: words, nonResourceURLs: words })
export type PolicyRule = z.infer<typeof PolicyRule>
const rules = list(PolicyRule, 10_000)

const LabelSelector = z.object({
  matchLabels: Labels,
  matchExpressions: list(z.object({ key: text(512), operator: text(64), values: words }), 100),
})
export type LabelSelector = z.infer<typeof LabelSelector>

const Subject = z.object({ kind: text(64), name: text(1_024).min(1), namespace: name.optional() })
export type Subject = z.infer<typeof Subject>
const RoleRef = z.object({ kind: text(64), name })
const subjects = list(Subject, 100_000)

const ServiceAccount = z.object({
  kind: z.literal('ServiceAccount'),
  metadata: Namespaced.extend({ name: dnsName }),
  secrets: list(z.object({ name: name.optional() }), 10_000),
  automountServiceAccountToken: z.boolean().nullish(),
})
const Role = z.object({ kind: z.literal('Role'), metadata: Namespaced, rules })
const ClusterRole = z.object({
  kind: z.literal('ClusterRole'),
  metadata: Metadata,
  rules,
  aggregationRule: z.object({ clusterRoleSelectors: list(LabelSelector, 100) }).nullish(),
})
const RoleBinding = z.object({ kind: z.literal('RoleBinding'), metadata: Namespaced, subjects, roleRef: RoleRef })
const ClusterRoleBinding = z.object({ kind: z.literal('ClusterRoleBinding'), metadata: Metadata, subjects, roleRef: RoleRef })
/** Only what stands beside the data: `data` and `stringData` fall away in the parsing. */
const Secret = z.object({ kind: z.literal('Secret'), metadata: Namespaced, type: text(512).optional() })
const OwnerReference = z.object({ kind: text(128), name, controller: z.boolean().nullish() })
const Pod = z.object({
  kind: z.literal('Pod'),
  metadata: Namespaced.extend({ ownerReferences: list(OwnerReference, 100) }),
  spec: z.object({ serviceAccountName: dnsName.optional() }).nullish(),
})
const Namespace = z.object({ kind: z.literal('Namespace'), metadata: Metadata })

/** One object of the Kubernetes API as far as the register reads it; everything else in it falls away. Items of an API list carry no `kind`: the reader of the list adds it. */
export const KubernetesObject = z.discriminatedUnion('kind', [ServiceAccount, Role, ClusterRole, RoleBinding, ClusterRoleBinding, Secret, Pod, Namespace])
export type KubernetesObject = z.infer<typeof KubernetesObject>
export type KubernetesKind = KubernetesObject['kind']
export const KUBERNETES_KINDS = KubernetesObject.options.map((option) => option.shape.kind.value)

export type ServiceAccountObject = z.infer<typeof ServiceAccount>
export type RoleObject = z.infer<typeof Role> | z.infer<typeof ClusterRole>
export type BindingObject = z.infer<typeof RoleBinding> | z.infer<typeof ClusterRoleBinding>
export type SecretObject = z.infer<typeof Secret>
export type PodObject = z.infer<typeof Pod>
