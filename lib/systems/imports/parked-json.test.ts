import { describe, expect, it } from 'vitest'
import { ParkedJson } from './parked-json.ts'

describe('parked values', () => {
  it('come back once, as they were and in their order', () => {
    const parked = new ParkedJson<{ index: number; text: string }>()
    const values = Array.from({ length: 20_000 }, (_, index) => ({ index, text: `line\nbreak\u2028 é€😀 ${index}` }))
    for (const value of values) parked.park(value)
    expect([...parked.drain()]).toEqual(values)
    expect([...parked.drain()]).toEqual([])
  })
})
