import { expect, it } from 'vitest'
import { listHref, valuesOf } from './list-query.ts'

const query = { q: 'deploy', class: ['workload', 'ci_runner'], sort: 'name', cursor: 'abc', empty: '' }

it('a list keeps its filters when it is sorted, and starts again at its first page', () => {
  expect(listHref('/inventory', query, { sort: 'lastUsedAt', dir: 'desc' })).toBe('/inventory?q=deploy&class=workload&class=ci_runner&sort=lastUsedAt&dir=desc')
})

it('the next page keeps everything else', () => {
  expect(listHref('/inventory', query, { cursor: 'def' })).toBe('/inventory?q=deploy&class=workload&class=ci_runner&sort=name&cursor=def')
})

it('a filter that is taken out leaves no trace in the address', () => {
  expect(listHref('/inventory', query, { q: null, class: [], sort: null })).toBe('/inventory')
})

it('what somebody typed cannot break out of its parameter', () => {
  expect(listHref('/inventory', {}, { q: 'a&b=c d' })).toBe('/inventory?q=a%26b%3Dc+d')
})

it('a parameter given once or several times reads the same way', () => {
  expect(valuesOf(query, 'class')).toEqual(['workload', 'ci_runner'])
  expect(valuesOf(query, 'q')).toEqual(['deploy'])
  expect(valuesOf(query, 'absent')).toEqual([])
})
