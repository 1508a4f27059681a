import { describe, expect, it } from 'vitest'
import { percent } from './care'

describe('percent', () => {
  it('says 100 only when nothing is left, and 0 only when nothing is there', () => {
    expect(percent(0, 240)).toBe(0)
    expect(percent(1, 100000)).toBe(1)
    expect(percent(99999, 100000)).toBe(99)
    expect(percent(100000, 100000)).toBe(100)
  })
  it('has no share of nothing, and none above the whole', () => {
    expect(percent(0, 0)).toBe(0)
    expect(percent(5, 0)).toBe(0)
    expect(percent(7, 5)).toBe(100)
  })
})
