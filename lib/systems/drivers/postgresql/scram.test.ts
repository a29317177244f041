import { createHmac } from 'node:crypto'
import { expect, test } from 'vitest'
import { scramVerifier } from './scram.ts'

test('the verifier of RFC 7677 §3 signs the exchange as the server of the RFC does', async () => {
  const verifier = await scramVerifier('pencil', { iterations: 4_096, salt: Buffer.from('W22ZaJ0SNY7soEsUEjb6gQ==', 'base64') })
  const [, serverKey] = verifier.split('$')[2]?.split(':') ?? []
  const exchange =
    'n=user,r=rOprNGfwEbeRWgbNEkqO,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096,c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0'
  expect(
    createHmac('sha256', Buffer.from(serverKey ?? '', 'base64'))
      .update(exchange)
      .digest('base64'),
  ).toBe('6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=')
  expect(verifier).toBe('SCRAM-SHA-256$4096:W22ZaJ0SNY7soEsUEjb6gQ==$WG5d8oPm3OtcPnkdi4Uo7BkeZkBFzpcXkuLmtbsT4qY=:wfPLwcE6nTWhTAmQ7tl2KeoiWGPlZqQxSrmfPwDl2dU=')
})

test('each verifier has a salt of its own', async () => {
  const secret = 'a'.repeat(43)
  expect(await scramVerifier(secret, { iterations: 1 })).not.toBe(await scramVerifier(secret, { iterations: 1 }))
})

test.each([
  ['a secret that can be guessed, with one iteration', 'a'.repeat(42), 1],
  ['a secret that SASLprep would change', `${'a'.repeat(43)}é`, 4_096],
  ['a secret with a space', `${'a'.repeat(43)} `, 4_096],
  ['an empty secret', '', 4_096],
])('%s is refused', async (_, secret, iterations) => {
  await expect(scramVerifier(secret, { iterations })).rejects.toThrow()
})
