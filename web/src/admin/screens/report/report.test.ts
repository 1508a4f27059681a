import { describe, expect, it } from 'vitest'
import { figure, isMoney, share } from './report'

describe('figure', () => {
  it('never makes unknown a zero', () => {
    expect(figure({ value: null, is: 'unknown', unknown_parts: 0 })).toBeNull()
    expect(figure({ value: null, is: 'unknown', unknown_parts: 2 })).toEqual({ value: null, unknown: 2 })
    expect(figure({ value: 0, is: 'exact', unknown_parts: 0 })).toEqual({ value: 0, is: 'exact', unknown: 0 })
  })
  it('keeps how exact it is', () => {
    expect(figure({ value: 16066, is: 'more_than', unknown_parts: 1 })).toEqual({ value: 16066, is: 'more_than', unknown: 1 })
  })
})
describe('share', () => {
  it('says tenths of a per cent, and nothing of nothing', () => {
    expect(share(2380, 46733)).toBe('5.0 %')
    expect(share(1, null)).toBe('')
    expect(share(1, 0)).toBe('')
  })
})
describe('isMoney', () => {
  it('knows findings about money by their word', () => {
    expect(isMoney('named_value_exceeds_reported')).toBe(true)
    expect(isMoney('stated_people_differ')).toBe(false)
  })
})
