import type { RuleName } from './rules.ts'

/**
 * How well a citation is backed. `verified`: the published text has this id. `superseded`: it has this id, which took the place of the one that was cited.
 * `unverified`: what was cited stands nowhere in the published text; this is what comes closest.
 */
export type MappingStatus = 'verified' | 'superseded' | 'unverified'

/** A control that a rule touches. `asCited` is what a source cited in its place, kept where that control does not exist or is another. */
export type FrameworkControl = { framework: string; version: string; id: string; title: string; asCited?: string; status: MappingStatus }

type Mapped = { asCited?: string; status?: MappingStatus }

const NHI_TITLES = {
  1: 'Improper Offboarding',
  2: 'Secret Leakage',
  4: 'Insecure Authentication',
  5: 'Overprivileged NHI',
  7: 'Long-Lived Secrets',
  8: 'Environment Isolation',
  9: 'NHI Reuse',
  10: 'Human Use of NHI',
} as const

const nhi = (number: keyof typeof NHI_TITLES, { asCited, status = 'verified' }: Mapped = {}): FrameworkControl => ({
  framework: 'OWASP NHI Top 10',
  version: '2025',
  id: `NHI${number}:2025`,
  title: NHI_TITLES[number],
  status,
  ...(asCited ? { asCited } : {}),
})
const csf = (id: string, title: string, { asCited, status = 'verified' }: Mapped = {}): FrameworkControl => ({
  framework: 'NIST CSF',
  version: '2.0',
  id,
  title,
  status,
  ...(asCited ? { asCited } : {}),
})
/** SP 800-207 numbers no tenet: the number is its place in the list of section 2.1. */
const tenet = (number: number, title: string, asCited?: string): FrameworkControl => ({
  framework: 'NIST SP 800-207',
  version: '2020',
  id: `tenet ${number}`,
  title,
  status: 'verified',
  ...(asCited ? { asCited } : {}),
})
const rmf = (id: string, title: string): FrameworkControl => ({ framework: 'NIST AI RMF', version: '1.0', id, title, status: 'verified' })
/** Of copyrighted texts only the id and a title of our own. */
const own = (framework: string, version: string, id: string, title: string): FrameworkControl => ({ framework, version, id, title, status: 'verified' })
const pci = (id: string, title: string) => own('PCI DSS', '4.0.1', id, title)
const iso = (id: string, title: string) => own('ISO/IEC 27001', '2022', id, title)
/** Layers and threats of the published text stand for citations that are nowhere in it. */
const maestro = (id: string, title: string, asCited: string): FrameworkControl => ({
  framework: 'CSA MAESTRO',
  version: '1',
  id,
  title,
  asCited,
  status: 'unverified',
})

const OWNERS = csf('GV.RR-02', 'Roles, responsibilities and authorities')
const LIFE_CYCLE = csf('ID.AM-08', 'Assets managed through their life cycles')
const IDENTITIES = csf('PR.AA-01', 'Identities and credentials managed', { asCited: 'PR.AC-1', status: 'superseded' })
const PERMISSIONS = csf('PR.AA-05', 'Access permissions, least privilege and separation of duties', { asCited: 'PR.AC-4', status: 'superseded' })

/** Which published controls each rule touches. */
export const RULE_CONTROLS: Record<RuleName, readonly FrameworkControl[]> = {
  exposed: [
    nhi(2),
    csf('PR.DS-01', 'Data at rest protected'),
    IDENTITIES,
    pci('8.6.2', 'No passwords of system accounts in code or files'),
    iso('A.5.17', 'Authentication information'),
  ],
  orphaned: [
    nhi(1, { asCited: 'NHI-01' }),
    OWNERS,
    LIFE_CYCLE,
    rmf('GOVERN 2.1', 'Roles and lines of responsibility documented'),
    iso('A.5.9', 'Inventory of information and other associated assets'),
    maestro('T22', 'Service Account Exposure', 'AI-05'),
  ],
  expired: [nhi(1, { asCited: 'NHI-03' }), LIFE_CYCLE, rmf('GOVERN 1.7', 'Decommissioning'), iso('A.5.18', 'Access rights')],
  human_use: [nhi(10), csf('DE.CM-03', 'Use of technology by personnel monitored'), pci('8.6.1', 'Interactive use of system accounts only by exception')],
  shared: [nhi(9), nhi(8), IDENTITIES, pci('8.2.2', 'Shared accounts only by exception'), iso('A.5.16', 'Identity management')],
  unrotated: [
    nhi(7, { asCited: 'NHI-03' }),
    csf('PR.AA-01', 'Identities and credentials managed', { asCited: 'NIST SP 800-207 PR.AC-1', status: 'superseded' }),
    tenet(3, 'Access to each resource is granted per session', 'PR.AC-1'),
    pci('8.6.3', 'Rotation of system accounts’ passwords by risk'),
    iso('A.5.17', 'Authentication information'),
  ],
  privileged_unreviewed: [
    nhi(5, { asCited: 'NHI-03' }),
    PERMISSIONS,
    pci('7.2.5.1', 'Periodic review of system accounts’ access'),
    iso('A.8.2', 'Privileged access rights'),
    maestro('L6', 'Security & Compliance', 'C3'),
  ],
  stale: [nhi(1), LIFE_CYCLE, PERMISSIONS, rmf('GOVERN 1.7', 'Decommissioning'), iso('A.5.18', 'Access rights')],
  no_purpose: [
    nhi(5, { asCited: 'NHI-01' }),
    csf('ID.AM-02', 'Inventories of software, services and systems'),
    rmf('MAP 1.1', 'Intended purposes understood and documented'),
    iso('A.5.15', 'Access control'),
  ],
  no_expiry: [nhi(7), LIFE_CYCLE, rmf('GOVERN 1.7', 'Decommissioning'), iso('A.5.18', 'Access rights')],
  no_environment: [nhi(8), csf('PR.IR-01', 'Networks and environments protected from unauthorised use')],
  no_boundary: [
    nhi(4),
    csf('GV.PO-01', 'Policy established and enforced'),
    tenet(4, 'Access is determined by dynamic policy'),
    tenet(6, 'Authentication and authorisation are strictly enforced before access'),
    csf('PR.PS-04', 'Log records generated and available'),
    csf('RS.MI-01', 'Incidents contained'),
  ],
  source_stale: [
    csf('ID.AM-08', 'Assets managed through their life cycles'),
    csf('DE.CM-09', 'Computing hardware, software and their data monitored'),
    tenet(7, 'State is collected and used to improve posture'),
  ],
}
