/** One path of an ACL policy with what it allows there. `*` at the end stands for any rest, `+` for one segment. */
export type AclRule = { path: string; capabilities: string[] }

const LEGACY: Readonly<Record<string, string[]>> = {
  read: ['read', 'list'],
  write: ['create', 'read', 'update', 'delete', 'list'],
  sudo: ['create', 'read', 'update', 'delete', 'list', 'sudo'],
  deny: ['deny'],
}
function legacyCapabilities(word = ''): string[] {
  return Object.hasOwn(LEGACY, word) ? (LEGACY[word] ?? []) : []
}

const MOST_RULES = 1_000
/** What a rule says of itself stands in its first lines; one that is never closed would be read to the end of the policy for each. */
const BLOCK_CHARACTERS = 20_000

/**
 * The rules of a policy in HCL or JSON, as Vault and OpenBao take both (Vault documentation, "Policies"). Only paths and capabilities are read; what is not
 * understood is passed over, so that a policy never allows less in the register than its readable parts do.
 */
export function aclRules(policy: string): AclRule[] {
  return (jsonRules(policy) ?? hclRules(policy)).slice(0, MOST_RULES)
}

function jsonRules(policy: string): AclRule[] | null {
  if (!policy.trimStart().startsWith('{')) return null
  try {
    const parsed: unknown = JSON.parse(policy)
    const paths = memberOf(parsed, 'path')
    const blocks = Array.isArray(paths) ? paths : [paths]
    return blocks
      .flatMap((block) => (typeof block === 'object' && block !== null ? Object.entries(block) : []))
      .map(([path, rule]) => ({
        path,
        capabilities: [memberOf(rule, 'capabilities')].flat().filter((capability): capability is string => typeof capability === 'string'),
      }))
  } catch {
    return null
  }
}

function memberOf(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, key) ? Reflect.get(value, key) : undefined
}

function hclRules(policy: string): AclRule[] {
  const text = withoutComments(policy)
  const rules: AclRule[] = []
  const opening = /\bpath\s+"((?:[^"\\\n]|\\.){0,2000})"\s*\{/g
  for (let match = opening.exec(text); match && rules.length < MOST_RULES; match = opening.exec(text)) {
    const block = text.slice(opening.lastIndex, blockEnd(text, opening.lastIndex))
    const listed = /\bcapabilities\s*=\s*\[([^\]]{0,2000})\]/.exec(block)?.[1]
    const legacy = /\bpolicy\s*=\s*"(\w{1,10})"/.exec(block)?.[1]
    const capabilities = listed === undefined ? legacyCapabilities(legacy) : [...listed.matchAll(/"([^"]{1,64})"/g)].map(([, capability]) => capability ?? '')
    rules.push({ path: (match[1] ?? '').replaceAll(/\\(.)/g, '$1'), capabilities })
  }
  return rules
}

/** The same text with its comments blanked; what looks like one inside quotes stays. */
function withoutComments(text: string): string {
  // One that is not closed ends with its line or with the text, so that no part of it is looked at twice
  return text.replaceAll(/"(?:[^"\\\n]|\\.)*"?|#[^\n]*|\/\/[^\n]*|\/\*[\s\S]*?(?:\*\/|$)/g, (part) => (part.startsWith('"') ? part : ' '))
}

function blockEnd(text: string, start: number): number {
  let depth = 1
  let quoted = false
  const end = Math.min(text.length, start + BLOCK_CHARACTERS)
  for (let index = start; index < end; index += 1) {
    const character = text[index]
    if (quoted && character === '\\') index += 1
    else if (character === '"') quoted = !quoted
    else if (!quoted && character === '{') depth += 1
    else if (!quoted && character === '}' && --depth === 0) return index
  }
  return end
}

const CHANGES = ['create', 'update', 'patch', 'delete']
/** Places from which somebody can reach everything: rights, ways in, mounts, identities, the seal. */
const RULING = [
  ['sys/policies/acl/x', 'writes policies'],
  ['sys/policy/x', 'writes policies'],
  ['sys/auth/x', 'changes ways to sign in'],
  ['sys/mounts/x', 'changes secrets engines'],
  ['sys/audit/x', 'changes audit devices'],
  ['sys/raw/x', 'writes raw storage'],
  ['sys/generate-root/attempt', 'makes root tokens'],
  ['identity/entity/id/x', 'changes entities'],
  ['identity/group/id/x', 'changes groups'],
] as const
const RULES_SIGN_IN = /^auth\/(\*|[^/]+\/(\*|(roles?|users|certs|config|map|groups)(\/[^/]*)?))$/

/** Why a rule makes privileged, or null: `sudo`, changes anywhere, or changes where rights are handed out. */
export function privilegedRule({ path, capabilities }: AclRule): string | null {
  if (capabilities.includes('deny')) return null
  if (capabilities.includes('sudo')) return `sudo on ${path}`
  if (!capabilities.some((capability) => CHANGES.includes(capability))) return null
  if (path === '*' || path === '+/*') return `changes anything (${path})`
  const ruling = RULING.find(([place]) => matchesPath(path, place))
  if (ruling) return `${ruling[1]} (${path})`
  return RULES_SIGN_IN.test(path) ? `changes who may sign in (${path})` : null
}

/** Whether a rule's path takes in a place (Vault documentation, "Policy syntax"). */
export function matchesPath(pattern: string, place: string): boolean {
  const open = pattern.endsWith('*')
  const wanted = (open ? pattern.slice(0, -1) : pattern).split('/')
  const segments = place.split('/')
  if (open ? segments.length < wanted.length : segments.length !== wanted.length) return false
  return wanted.every((segment, index) => {
    const found = segments[index] ?? ''
    if (segment === '+') return true
    return open && index === wanted.length - 1 ? found.startsWith(segment) : found === segment
  })
}
