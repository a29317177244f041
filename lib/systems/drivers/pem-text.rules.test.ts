import { createPrivateKey, X509Certificate } from 'node:crypto'
import { expect, test } from 'vitest'
import { testAuthority } from '#lib/testing/test-certificates.ts'
import { restorePem } from './pem-text.rules.ts'

test('PEM that lost its line breaks in a form is the same certificates and keys again', () => {
  const { certificate, key } = testAuthority('CN=root')
  const flat = `${certificate}${certificate}`.replaceAll('\n', '')
  expect(
    restorePem(flat)
      .trim()
      .split('-----BEGIN')
      .slice(1)
      .map((block) => new X509Certificate(`-----BEGIN${block}`).subject),
  ).toEqual(['CN=root', 'CN=root'])
  expect(createPrivateKey(restorePem(key.replaceAll('\n', ' '))).asymmetricKeyType).toBe('ec')
  expect(restorePem(certificate)).toBe(certificate)
  expect(restorePem('no PEM at all')).toBe('no PEM at all')
})
