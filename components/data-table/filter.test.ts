import { expect, it } from 'vitest'
import { filterWords } from './filter.ts'

const environment = {
  id: 'environment',
  field: 'environment',
  multiple: true,
  options: [
    { value: 'production', label: 'production' },
    { value: 'staging', label: 'staging' },
  ],
}

it('a filter reads as the end of a sentence', () => {
  expect(filterWords(environment, { environment: ['production', 'staging'] })).toBe('production or staging')
})

it('a filter that is not set has no words', () => {
  expect(filterWords(environment, {})).toBeNull()
})

it('a value that the list does not know is shown as it stands, not hidden', () => {
  expect(filterWords(environment, { environment: 'moon' })).toBe('moon')
})
