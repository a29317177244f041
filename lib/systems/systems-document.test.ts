import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { CAPABILITIES } from './driver.ts'
import { listDrivers } from './registry.ts'
import { FILE_KINDS } from './system-kinds.ts'

const lines = readFileSync(new URL('../../docs/systems.md', import.meta.url), 'utf8').split('\n')
const cellsOf = (line: string): string[] =>
  line
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.trim())
const rowsUnder = (heading: string): string[][] => {
  const start = lines.findIndex((line) => line.startsWith(heading))
  return lines.slice(start, start + lines.slice(start).findIndex((line) => line === '')).map(cellsOf)
}

test('the table of drivers says what each declares, and names no other', () => {
  const [header = [], , ...rows] = rowsUnder('| kind | guide |')
  const said = rows.map((cells) => [cells[0]?.replaceAll('`', ''), CAPABILITIES.filter((capability) => cells[header.indexOf(capability)] === 'yes')])
  const declared = listDrivers().map(({ kind, capabilities }) => [kind, CAPABILITIES.filter((capability) => capabilities.includes(capability))])
  expect(said).toEqual(declared.toSorted(([one = ''], [other = '']) => String(one).localeCompare(String(other))))
})

test('the table of files names every format of every kind, and no other', () => {
  const [, , ...rows] = rowsUnder('| kind of system |')
  const said = rows.map(([kind = '', formats = '']) => [kind.replaceAll('`', ''), formats.replaceAll('`', '').split(', ')] as const)
  const known = FILE_KINDS.map(({ kind, formats }) => [kind, [...formats]] as const)
  const byKind = (table: readonly (readonly [string, readonly string[]])[]) => table.toSorted(([one], [other]) => one.localeCompare(other))
  expect(byKind(said)).toEqual(byKind(known))
})
