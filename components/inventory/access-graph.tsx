import { ColumnGraph } from '#components/graph/column-graph.tsx'
import type { Box, Column, Line } from '#components/graph/layout.rules.ts'
import { IDENTITY_CLASS_LABELS } from '#lib/core/identity-class.ts'
import type { GraphNode, OuterPrincipal, ReachRow } from '#lib/inventory/graph/queries.ts'
import { trustVerb } from '#lib/inventory/graph/rules.ts'
import type { CredentialRow } from '#lib/inventory/queries/load-identity.ts'

const DRAWN = 8

type AccessGraphProps = {
  identity: { id: string; name: string }
  credentials: readonly CredentialRow[]
  reachedBy: readonly GraphNode[]
  outer: readonly OuterPrincipal[]
  reaches: readonly GraphNode[]
  rights: { rows: readonly ReachRow[]; total: number }
}

/** Who may act as an identity, what it authenticates with, what it may act as, and what that reaches, as a drawing. Props: what `showGraph` answers, with `identity` and its `credentials`. */
export function AccessGraph({ identity, credentials, reachedBy, outer, reaches, rights }: AccessGraphProps) {
  const present = credentials.filter((credential) => credential.vanishedAt === null)
  const holders: Column = {
    title: 'May act as it',
    boxes: [...reachedBy.map(nodeBox), ...outer.map(outerBox)].slice(0, DRAWN),
    more: Math.max(0, reachedBy.length + outer.length - DRAWN),
  }
  const keys: Column = { title: 'Signs in with', boxes: present.slice(0, DRAWN).map(credentialBox), more: Math.max(0, present.length - DRAWN) }
  const self: Column = { title: 'Identity', boxes: [{ key: identity.id, label: identity.name, detail: 'this identity', href: null, emphasis: true }], more: 0 }
  const others: Column = { title: 'May act as', boxes: reaches.slice(0, DRAWN).map(nodeBox), more: Math.max(0, reaches.length - DRAWN) }
  const resources: Column = { title: 'Reaches', boxes: rights.rows.slice(0, DRAWN).map(rightBox), more: Math.max(0, rights.total - DRAWN) }
  const columns = [holders, keys, self, others, resources].filter((column) => column === self || column.boxes.length > 0)
  const lines: Line[] = [
    ...reachedBy.map(({ id, depth }) => ({ from: id, to: identity.id, direct: depth === 1 })),
    ...outer.map(({ id, identityId }) => ({ from: id, to: identity.id, direct: identityId === identity.id })),
    ...present.map(({ id }) => ({ from: id, to: identity.id, direct: true })),
    ...reaches.map(({ id, depth }) => ({ from: identity.id, to: id, direct: depth === 1 })),
    ...rights.rows.map(({ id, identityId, depth }) => ({ from: depth === 0 ? identity.id : identityId, to: id, direct: true })),
  ]
  return <ColumnGraph label={`Access graph of ${identity.name}`} columns={columns} lines={lines} />
}

const nodeBox = (node: GraphNode): Box => ({
  key: node.id,
  label: node.name,
  detail: `${IDENTITY_CLASS_LABELS[node.class]} on ${node.systemName}${node.privileged ? ', privileged' : ''}`,
  href: node.visible ? `/inventory/${node.id}` : null,
  emphasis: false,
})

const outerBox = ({ id, principal, principalKind, kind }: OuterPrincipal): Box => ({
  key: id,
  label: principalKind === 'everybody' ? 'Everybody' : principal,
  detail: `${principalKind}, ${trustVerb(kind)} it`,
  href: null,
  emphasis: false,
})

const credentialBox = (credential: CredentialRow): Box => ({
  key: credential.id,
  label: credential.kind.replaceAll('_', ' '),
  detail: credential.fingerprint ?? credential.externalId,
  href: null,
  emphasis: false,
})

const rightBox = (right: ReachRow): Box => ({ key: right.id, label: right.resource, detail: right.action, href: null, emphasis: false })
