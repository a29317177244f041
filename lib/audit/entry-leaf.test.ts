import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { AuditEntryRecord, auditEntryRecord, entryLeaf, entryLeafHash } from './entry-leaf.ts'

const row = {
  id: 'aud_01kb0n3e5mfq8r9s2t4v6w8x0y',
  at: new Date('2026-11-22T10:00:00.005Z'),
  actor: 'user:usr_01kb0n3e5mfq8r9s2t4v6w8x0y',
  actorName: 'Ada Lovelace',
  action: 'access.approve',
  entity: 'accessRequest',
  entityId: 'req_01kb0n3e5mfq8r9s2t4v6w8x0y',
  reason: null,
  requestId: 'r-1',
  before: { state: 'pending', ttlSeconds: 3600 },
  after: { ttlSeconds: 1800, state: 'approved' },
} as const
// Written by hand: the bytes must never change, or every sealed entry would look changed.
const bytes =
  '{"action":"access.approve","actor":"user:usr_01kb0n3e5mfq8r9s2t4v6w8x0y","actorName":"Ada Lovelace","after":{"state":"approved","ttlSeconds":1800},"at":"2026-11-22T10:00:00.005Z","before":{"state":"pending","ttlSeconds":3600},"entity":"accessRequest","entityId":"req_01kb0n3e5mfq8r9s2t4v6w8x0y","id":"aud_01kb0n3e5mfq8r9s2t4v6w8x0y","reason":null,"requestId":"r-1"}'

describe('the leaf of an audit entry', () => {
  test('is its canonical JSON, frozen to the byte', () => {
    expect(Buffer.from(entryLeaf(auditEntryRecord(row))).toString()).toBe(bytes)
    expect(Buffer.from(entryLeafHash(auditEntryRecord(row))).toString('hex')).toBe(createHash('sha256').update('\u0000').update(bytes).digest('hex'))
  })

  test('leaves out what else the stored row holds', () => {
    expect(auditEntryRecord({ ...row, position: 7, xid: 99 } as typeof row)).toEqual(auditEntryRecord(row))
  })

  test('differs when any member differs', () => {
    const record = auditEntryRecord(row)
    const hashes = Object.keys(record).map((member) => Buffer.from(entryLeafHash({ ...record, [member]: 'changed' })).toString('hex'))
    expect(new Set([...hashes, Buffer.from(entryLeafHash(record)).toString('hex')]).size).toBe(12)
  })

  test('is read back only with exactly its members', () => {
    const record = z.record(z.string(), z.unknown()).parse(JSON.parse(bytes))
    expect(AuditEntryRecord.parse(record)).toEqual(auditEntryRecord(row))
    for (const wrong of [
      { extra: 1 },
      { at: '2026-11-22T10:00:00Z' },
      { at: '2026-11-22T10:00:00.005+01:00' },
      { id: 'lse_01kb0n3e5mfq8r9s2t4v6w8x0y' },
      { after: undefined },
    ]) {
      expect(AuditEntryRecord.safeParse({ ...record, ...wrong }).success, JSON.stringify(wrong)).toBe(false)
    }
  })
})
