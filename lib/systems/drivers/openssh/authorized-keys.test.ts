import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { expiryOf, parseAuthorizedKeys } from './authorized-keys.ts'

const KEYGEN = '/usr/bin/ssh-keygen'
const TYPES: [type: string, ...options: string[]][] = [
  ['ssh-ed25519', '-t', 'ed25519'],
  ['ssh-rsa', '-t', 'rsa', '-b', '2048'],
  ['ssh-rsa', '-t', 'rsa', '-b', '1024'],
  ['ecdsa-sha2-nistp256', '-t', 'ecdsa', '-b', '256'],
  ['ecdsa-sha2-nistp384', '-t', 'ecdsa', '-b', '384'],
  ['ecdsa-sha2-nistp521', '-t', 'ecdsa', '-b', '521'],
]

describe.skipIf(!existsSync(KEYGEN))('keys that ssh-keygen makes', () => {
  const directory = mkdtempSync(join(tmpdir(), 'tenure-keys-'))
  const keygen = (...args: string[]) => execFileSync(KEYGEN, args, { cwd: directory, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })
  const file = (name: string) => readFileSync(join(directory, name), 'utf8')
  beforeAll(() => keygen('-q', '-t', 'ed25519', '-N', '', '-f', 'ca'))
  afterAll(() => rmSync(directory, { recursive: true, force: true }))

  test.each(TYPES)('of the type %s (%s %s %s %s) have the fingerprint and bits that it shows, also in a certificate', (type, ...options) => {
    const name = `key-${options.join('')}`
    keygen('-q', '-N', '', '-C', 'a comment  with blanks', '-f', name, ...options)
    const [bits, fingerprint] = keygen('-l', '-f', name).split(' ')
    const { keys } = parseAuthorizedKeys(file(`${name}.pub`))
    expect(keys).toMatchObject([{ comment: 'a comment  with blanks', key: { type, fingerprint, bits: Number(bits), certificate: null } }])
    expect(keys[0]?.key.weak).toBe(Number(bits) === 1_024 ? 'RSA of 1024 bits' : null)

    keygen('-q', '-s', 'ca', '-I', 'who', '-n', 'one,two', '-z', '7', '-V', '20260102000000:20260103000000', `${name}.pub`)
    const authority = keygen('-l', '-f', 'ca').split(' ')[1]
    const [signed] = parseAuthorizedKeys(file(`${name}-cert.pub`)).keys
    expect(signed?.key).toMatchObject({
      fingerprint,
      bits: Number(bits),
      certificate: { kind: 'user', serial: '7', keyId: 'who', principals: ['one', 'two'], authority },
    })
    keygen('-q', '-s', 'ca', '-I', 'who', '-n', 'one', '-V', 'always:forever', `${name}.pub`)
    expect(parseAuthorizedKeys(file(`${name}-cert.pub`)).keys[0]?.key.certificate).toMatchObject({ validAfter: null, validBefore: null })
  })

  test('keep their options apart, whatever stands in the quotes, and never the values of the environment', () => {
    const key = file('ca.pub').trim()
    const options = String.raw`no-pty,from="10.0.0.0/8, host with blank",command="echo \"a, b\" ssh-ed25519",environment="SECRET=s3cret",principals="x,y",permitopen="db:5432",Restrict`
    const { keys, unreadable } = parseAuthorizedKeys(`# ${key}\n\n${options} ${key}\n`)
    expect(unreadable).toBe(0)
    expect(keys.map((each) => each.options)).toEqual([
      {
        flags: ['no-pty', 'restrict'],
        from: '10.0.0.0/8, host with blank',
        command: 'echo "a, b" ssh-ed25519',
        principals: ['x', 'y'],
        expiryTime: null,
        environment: ['SECRET'],
        permitOpen: ['db:5432'],
      },
    ])
    expect(JSON.stringify(keys)).not.toContain('s3cret')
  })

  test('cut short, of another type than they say, or not even base64, are counted and never taken', () => {
    const [, base64 = ''] = file('ca.pub').split(' ')
    const lines = [
      `ssh-ed25519 ${base64.slice(0, 40)}`,
      `ssh-rsa ${base64}`,
      'ssh-ed25519 not*base64',
      'ssh-ed25519',
      `from="open ssh-ed25519 ${base64}`,
      'rubbish',
    ]
    expect(parseAuthorizedKeys(lines.join('\n'))).toEqual({ keys: [], unreadable: lines.length })
  })
})

test.each([
  ['20260102', '2026-01-02T00:00:00.000Z'],
  ['202601020304', '2026-01-02T03:04:00.000Z'],
  ['20260102030405Z', '2026-01-02T03:04:05.000Z'],
  ['99991231', null],
  ['20261399', null],
  ['tomorrow', null],
  [null, null],
])('the expiry-time %s is %s', (text, expected) => {
  expect(expiryOf(text)?.toISOString() ?? null).toBe(expected)
})
