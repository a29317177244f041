import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { skipUnlessShared } from '#lib/testing/shared.ts'
import { RULE_CONTROLS } from './frameworks.ts'
import { RULE_NAMES } from './rules.ts'

const folder = skipUnlessShared('standards/frameworks')
const controls = Object.values(RULE_CONTROLS).flat()
const of = (framework: string) => controls.filter((control) => control.framework === framework)
const read = (file: string) => JSON.parse(readFileSync(`${folder}/${file}`, 'utf8'))

test('every rule touches a published control', () => {
  for (const rule of RULE_NAMES)
    expect(
      RULE_CONTROLS[rule].some(({ status }) => status !== 'unverified'),
      rule,
    ).toBe(true)
})

test('what was cited wrongly is kept beside what it is mapped to', () => {
  const cited = controls.filter(({ status }) => status !== 'verified')
  expect(cited.length).toBeGreaterThan(0)
  for (const { asCited } of cited) expect(asCited).toBeTruthy()
  expect(RULE_CONTROLS.unrotated).toContainEqual(expect.objectContaining({ id: 'NHI7:2025', asCited: 'NHI-03' }))
})

describe.skipIf(folder === null)('against the published frameworks', () => {
  test('OWASP NHI Top 10', () => {
    const { risks } = read('owasp-nhi-2025.json')
    for (const { id, title } of of('OWASP NHI Top 10')) expect(risks[id]).toBe(title)
  })

  test.each([
    ['NIST CSF', 'nist-csf-2.0.json'],
    ['NIST AI RMF', 'nist-ai-rmf-1.0.json'],
  ])('%s', (framework, file) => {
    const ids = read(file).subcategories.map(({ id }: { id: string }) => id)
    expect(of(framework).length).toBeGreaterThan(0)
    for (const { id } of of(framework)) expect(ids).toContain(id)
  })

  test.each([
    ['PCI DSS', 'PCI DSS 4.0(.1)'],
    ['ISO/IEC 27001', 'ISO/IEC 27001:2022 Annex A'],
  ])('%s', (framework, key) => {
    const ids = Object.keys(read('titles-only.json')[key])
    expect(of(framework).length).toBeGreaterThan(0)
    for (const { id } of of(framework)) expect(ids).toContain(id)
  })

  test('what an older edition called otherwise is what the crosswalk says', () => {
    const { pairs } = read('csf-1.1-to-2.0.json')
    for (const { id, asCited, status } of of('NIST CSF'))
      if (status === 'superseded') expect(pairs).toContainEqual([asCited?.split(' ').at(-1), id, expect.any(String)])
  })
})
