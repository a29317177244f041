import { expect, test, vi } from 'vitest'
import { skipUnlessShared } from './shared.ts'

test('a file that is not beside the project is skipped with one line', () => {
  const print = vi.spyOn(console, 'log').mockImplementation(() => {})
  expect(skipUnlessShared('no/such/file.json')).toBeNull()
  expect(print.mock.calls).toEqual([['skipped: ../shared/no/such/file.json is not here']])
  print.mockRestore()
})
