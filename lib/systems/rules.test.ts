import { expect, test } from 'vitest'
import { isOver, SYNC_STATES } from './rules.ts'
import { IMPORT_FORMATS } from './imports/formats.ts'
import { FILE_KINDS, formatsFor } from './system-kinds.ts'
import { listDrivers } from './registry.ts'

test('a run that succeeded or failed is over, one that waits or goes on is not', () => {
  expect(SYNC_STATES.filter(isOver)).toEqual(['succeeded', 'failed'])
})

test('every format of file feeds exactly one kind of system, and no kind is read live as well', () => {
  for (const { kind } of IMPORT_FORMATS) expect(FILE_KINDS.filter(({ formats }) => formats.includes(kind))).toHaveLength(1)
  for (const { kind, formats } of FILE_KINDS) {
    expect(
      formatsFor(kind)
        .map((format) => format.kind)
        .toSorted(),
    ).toEqual([...formats].toSorted())
    expect(listDrivers().map((driver) => driver.kind)).not.toContain(kind)
  }
})
