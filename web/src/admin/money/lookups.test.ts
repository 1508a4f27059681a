import { describe, expect, it } from 'vitest'
import { lineProblem, noLine, purposesOf, sourcesOf, sumOf, written, type FundRule } from './lookups'

const line = (item: string, quantity: number | null, total_fen: number | null = null, refused: number | null = null) => ({ item, quantity, total_fen, refused })

describe('lines of goods', () => {
  it('without anything on them are none', () => {
    expect(written([noLine(), line('rice', 1), noLine()])).toEqual([line('rice', 1)])
    expect(lineProblem([noLine()], 'priced')).toBe('line_none')
  })
  it('say what is missing', () => {
    expect(lineProblem([line('', 3, 100)], 'priced')).toBe('line_item')
    expect(lineProblem([line('rice', 0, 100)], 'priced')).toBe('line_quantity')
    expect(lineProblem([line('rice', 1.5, 100)], 'priced')).toBe('line_quantity')
    expect(lineProblem([line('rice', 3)], 'priced')).toBe('line_total')
    expect(lineProblem([line('rice', 3, 100), line('rice', 4, 100)], 'priced')).toBe('line_twice')
    expect(lineProblem([line('rice', 3, 100)], 'priced')).toBeNull()
  })
  it('that were counted may all be refused, but not be nothing', () => {
    expect(lineProblem([line('rice', 0, null, 4)], 'counted')).toBeNull()
    expect(lineProblem([line('rice', 0, null, 0)], 'counted')).toBe('line_quantity')
  })
  it('add up', () => expect(sumOf([line('a', 1, 100), noLine(), line('b', 1, 250)])).toBe(350))
})

describe('what money may buy', () => {
  const rule = (source: string, purpose: string, verdict: FundRule['verdict']): FundRule => ({ source, source_name: source, purpose, purpose_name: purpose, verdict })
  const rules = [rule('OWN', 'gift', 'allowed'), rule('OWN', 'fun', 'forbidden'), rule('UPPER', 'gift', 'unset'), rule('DONATION', 'school', 'allowed')]
  it('is what is allowed, not what nobody decided', () => {
    expect(sourcesOf(rules)).toEqual(['OWN', 'DONATION'])
    expect(purposesOf(rules, 'OWN').map((p) => p.purpose)).toEqual(['gift'])
    expect(purposesOf(rules, '').map((p) => p.purpose)).toEqual(['gift', 'school'])
  })
})
