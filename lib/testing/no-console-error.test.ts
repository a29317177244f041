import { expect, test, vi } from 'vitest'

test.fails('a test during which an unexpected console.error is written fails', () => {
  console.error('this is part of a test')
})

test('a test that expects an error looks at it and goes on', () => {
  const errors = vi.spyOn(console, 'error').mockImplementation(() => {})
  console.error('expected')
  expect(errors).toHaveBeenCalledWith('expected')
  errors.mockRestore()
})
