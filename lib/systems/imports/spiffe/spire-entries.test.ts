import { describe, expect, it } from 'vitest'
import { SPIRE_ENTRY } from '../testing/spiffe-samples.ts'
import { ofType, readAll, refusalOf } from '../testing/read-all.ts'
import { spireEntries } from './spire-entries.ts'

const read = (entries: unknown[], more: object = {}, scope?: string) => readAll(spireEntries, JSON.stringify({ entries, ...more }), { scope })

describe('SPIRE registration entries', () => {
  it('become workloads by their SPIFFE ID, with the Kubernetes names in their selectors', async () => {
    const { records, summary } = await read([SPIRE_ENTRY], { next_page_token: '' })
    expect(summary).toEqual({ counts: { entries: 1, identities: 1 }, observedAt: null, scope: 'example.org' })
    expect(ofType(records, 'identity')).toMatchObject([
      {
        externalId: 'spiffe://example.org/ns/prod/sa/api',
        class: 'workload',
        classConfidence: 'certain',
        privileged: false,
        correlationKeys: ['spiffe://example.org/ns/prod/sa/api'],
        details: { platform: 'kubernetes', namespace: 'prod', spiffeId: 'spiffe://example.org/ns/prod/sa/api', selectors: ['k8s:ns:prod', 'k8s:sa:api'] },
        attributes: { kind: 'spire_workload', kubernetesNamespace: 'prod', kubernetesServiceAccount: 'api' },
      },
    ])
    expect(ofType(records, 'credential')).toMatchObject([
      {
        kind: 'federated_trust',
        expiresAt: null,
        createdAt: new Date('2026-01-01T00:00:00Z'),
        attributes: { x509SvidTtlSeconds: 3600, jwtSvidTtlSeconds: null },
      },
    ])
    expect(ofType(records, 'trust')).toMatchObject([{ principal: 'system:serviceaccount:prod:api', principalKind: 'identity', kind: 'federate' }])
  })

  it('with one SPIFFE ID are one identity, wherever they stand in the file', async () => {
    const other = { ...SPIRE_ENTRY, id: 'b', spiffe_id: 'spiffe://example.org/x' }
    const { records, summary } = await read([SPIRE_ENTRY, other, { ...SPIRE_ENTRY, id: 'c', admin: true }, SPIRE_ENTRY])
    expect(summary?.counts).toEqual({ entries: 3, identities: 2 })
    expect(ofType(records, 'credential')).toHaveLength(3)
    expect(ofType(records, 'identity').map(({ name, privileged }) => [name, privileged])).toEqual([
      ['x', false],
      ['ns/prod/sa/api', true],
    ])
  })

  it('are read in their text form too, and nodes and downstream servers are told apart', async () => {
    const entry = {
      id: 'n',
      spiffeId: 'spiffe://example.org/cluster',
      parentId: 'spiffe://example.org/spire/server',
      selectors: [{ type: 'k8s_psat', value: 'cluster:one' }],
      expiresAt: 1_800_000_000,
      downstream: true,
    }
    const { records } = await read([entry])
    expect(ofType(records, 'identity')).toMatchObject([
      { class: 'server', privileged: true, privilegedReason: expect.stringContaining('downstream'), expiresAt: new Date(1_800_000_000_000) },
    ])
  })

  it.each([
    ['an ID that is none', [{ ...SPIRE_ENTRY, spiffe_id: 'spiffe://Example.org/x' }], {}, /entries\[0\]\.spiffe_id must have a trust domain of lower-case/],
    ['an ID of a path alone', [{ ...SPIRE_ENTRY, spiffe_id: { trust_domain: '', path: '/x' } }], {}, /must name a trust domain/],
    ['an entry without selectors', [{ ...SPIRE_ENTRY, selectors: [] }], {}, /selectors must not be empty/],
    [
      'another trust domain',
      [SPIRE_ENTRY, { ...SPIRE_ENTRY, id: 'b', spiffe_id: 'spiffe://other/x' }],
      {},
      /belongs to the trust domain other, but this system is example.org/,
    ],
    ['one page', [SPIRE_ENTRY], { next_page_token: 'abc' }, /only one page/],
    ['two entries with one id', [SPIRE_ENTRY, { ...SPIRE_ENTRY, admin: true }], {}, /says something else about 1b2f/],
  ])('are refused with %s', async (_case, entries, more, message) => {
    expect(await refusalOf(read(entries, more))).toMatch(message)
  })

  it('of another trust domain than the system are refused', async () => {
    expect(await refusalOf(read([SPIRE_ENTRY], {}, 'other'))).toMatch(/but this system is other/)
  })
})
