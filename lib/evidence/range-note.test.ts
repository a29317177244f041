import { describe, expect, test } from 'vitest'
import { openCheckpoint, signCheckpoint } from '#lib/audit/checkpoint.ts'
import { signNote } from '#lib/audit/note.ts'
import { sampleSigner } from '#lib/testing/sample-pack.ts'
import { openRange, signRange } from './range-note.ts'

const signer = sampleSigner()
const pack = { packId: 'pck_1', name: signer.name }
const refused = expect.objectContaining({ name: 'TenureError', code: 'invalid' })

describe('the range note of a pack', () => {
  test('states its range to whoever has the key', () => {
    expect(openRange(signRange('pck_1', { start: 5, end: 25 }, signer), signer.publicKey, pack)).toEqual({ start: 5, end: 25 })
    expect(openRange(signRange('pck_1', { start: 0, end: 0 }, signer), signer.publicKey, pack)).toEqual({ start: 0, end: 0 })
  })

  test('holds for its own pack and key only', () => {
    const note = signRange('pck_1', { start: 5, end: 25 }, signer)
    expect(() => openRange(note, signer.publicKey, { ...pack, packId: 'pck_2' })).toThrow(refused)
    expect(() => openRange(note, sampleSigner().publicKey, pack)).toThrow(refused)
    expect(() => openRange(note.replace('before 25', 'before 20'), signer.publicKey, pack)).toThrow(refused)
  })

  test('never passes for a checkpoint, nor a checkpoint for it', () => {
    expect(() => openCheckpoint(signRange('pck_1', { start: 5, end: 25 }, signer), signer.publicKey)).toThrow(refused)
    expect(() => openRange(signCheckpoint({ size: 5, root: Buffer.alloc(32) }, signer), signer.publicKey, pack)).toThrow(refused)
  })

  test.each([
    'another title\npck_1\nfrom 5\nbefore 25\n',
    'TITLE\npck_1\nfrom 25\nbefore 5\n',
    'TITLE\npck_1\nfrom 5\nbefore 25\nmore\n',
    'TITLE\npck_1\nfrom -5\nbefore 25\n',
    'TITLE\npck_1\nfrom 5\n',
  ])('is not a signed note that says %j', (text) => {
    const title = signRange('pck_1', { start: 0, end: 0 }, signer).split('\n')[0] ?? ''
    expect(() => openRange(signNote(text.replace('TITLE', title), signer), signer.publicKey, pack)).toThrow(/It does not state the range of this pack/)
  })
})
