import { describe, expect, test } from 'vitest'
import { createSigner, generateSigningKey, parsePublicKey } from '#lib/crypto/signing.ts'
import { openCheckpoint, signCheckpoint } from './checkpoint.ts'
import { noteKeyId, openNote, signNote } from './note.ts'

const pkcs8 = (seed: Uint8Array) => Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), seed]).toString('base64')
const refused = expect.objectContaining({ name: 'TenureError', code: 'invalid' })

describe('a signed note', () => {
  // The example in the documentation of golang.org/x/mod/sumdb/note; its keys carry the algorithm in their first byte.
  const seed = Buffer.from('AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz', 'base64').subarray(1)
  const neumann = createSigner({ name: 'PeterNeumann', privateKey: pkcs8(seed) })
  const text = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
  const note = `${text}\n— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n`

  test('is the one that the Go module proxy software writes', () => {
    expect(Buffer.from(noteKeyId('PeterNeumann', neumann.publicKey.raw)).toString('hex')).toBe('c74f20a3')
    expect(signNote(text, neumann)).toBe(note)
    expect(openNote(note, neumann.publicKey, 'PeterNeumann')).toBe(text)
  })

  test('may carry signatures by others, which count for nothing', () => {
    const other = createSigner({ name: 'witness', privateKey: generateSigningKey().privateKey })
    const both = note + signNote(text, other).slice(text.length + 1)
    expect(openNote(both, neumann.publicKey, 'PeterNeumann')).toBe(text)
    expect(openNote(both, other.publicKey, 'witness')).toBe(text)
    expect(() => openNote(signNote(text, other), neumann.publicKey, 'PeterNeumann')).toThrow(/no signature by the given key/)
    expect(() => openNote(note, neumann.publicKey, 'witness')).toThrow(/no signature by the given key/)
  })

  test.each([
    ['another text', note.replace('answer', 'Answer')],
    ['a second text in front', `x\n\n${note}`],
    ['a changed signature', note.replace('/ZJk', '/ZJl')],
    ['a changed key id', note.replace('x08g', 'x18g')],
    ['no signature', `${text}\n`],
    ['no line feed at the end', note.slice(0, -1)],
    ['no line feed after its second signature', (note + note.slice(text.length + 1)).slice(0, -1)],
    ['a hyphen for the dash', note.replace('—', '-')],
    ['one good and one bad signature', note + note.slice(text.length + 1).replace('/ZJk', '/ZJl')],
    ['a tab in the text', note.replace('you think', 'you\tthink')],
    ['more signatures than anybody needs', note + note.slice(text.length + 1).repeat(100)],
    ['nothing at all', ''],
  ])('with %s is refused', (_, changed) => {
    expect(() => openNote(changed, neumann.publicKey, 'PeterNeumann')).toThrow(refused)
  })

  test.each(['', 'no line feed', 'a\rb\n', 'a\u0000\n', '\ud800\n'])('%j is not signed', (bad) => {
    expect(() => signNote(bad, neumann)).toThrow(/The text of a note/)
  })
})

describe('a checkpoint', () => {
  // The key of RFC 8032 §7.1, TEST 1; the signature was made with OpenSSL.
  const signer = createSigner({
    name: 'tenure.test/audit',
    privateKey: pkcs8(Buffer.from('9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60', 'hex')),
  })
  const root = Buffer.from('5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328', 'hex')
  const frozen =
    'tenure.test/audit\n8\nXcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg=\n\n— tenure.test/audit SA15T5BGP0IVtdtNXK0GA67bO8VSBsn0vloxD18XMW3WbW4KQQSkFwpU6o6f9GmstkKXHcqXZDW/ylyWjM7A4UHlAwM=\n'

  test('is these bytes and no others', () => {
    expect(signCheckpoint({ size: 8, root }, signer)).toBe(frozen)
    expect(openCheckpoint(frozen, parsePublicKey(signer.publicKey.pem))).toEqual({ origin: 'tenure.test/audit', size: 8, root, extensions: [] })
  })

  test('keeps its extension lines', () => {
    const extensions = ['first line', 'second line']
    expect(openCheckpoint(signCheckpoint({ size: 0, root, extensions }, signer), signer.publicKey)).toMatchObject({ size: 0, extensions })
  })

  test('changed in any one character is refused', () => {
    for (let at = 0; at < frozen.length; at++) {
      const changed = frozen.slice(0, at) + (frozen[at] === 'x' ? 'y' : 'x') + frozen.slice(at + 1)
      expect(() => openCheckpoint(changed, signer.publicKey), `character ${at}`).toThrow(refused)
    }
  })

  test('by another key is refused, under the same name too', () => {
    const stranger = createSigner({ name: signer.name, privateKey: generateSigningKey().privateKey })
    expect(() => openCheckpoint(signCheckpoint({ size: 8, root }, stranger), signer.publicKey)).toThrow(refused)
  })

  test.each([
    ['a size with a leading nought', '08', root.toString('base64')],
    ['a size that is no number', 'pck_1', root.toString('base64')],
    ['a size beyond what can be counted', '9007199254740993', root.toString('base64')],
    ['an empty line among its extensions', '8', `${root.toString('base64')}\n\nextension`],
    ['a short root', '8', root.subarray(1).toString('base64')],
    ['a root in the URL alphabet', '8', root.toString('base64').replaceAll('+', '-')],
  ])('is not a signed note with %s', (_, size, base64) => {
    expect(() => openCheckpoint(signNote(`${signer.name}\n${size}\n${base64}\n`, signer), signer.publicKey)).toThrow(/Its text is no checkpoint/)
  })

  test.each([{ size: -1 }, { size: 1.5 }, { root: root.subarray(1) }, { extensions: ['a\nb'] }, { extensions: [''] }])('is not signed with %j', (wrong) => {
    expect(() => signCheckpoint({ size: 8, root, ...wrong }, signer)).toThrow(RangeError)
  })
})
