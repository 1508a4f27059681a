import { describe, expect, it } from 'vitest'
import { fillLacking, linesOf, shareOut, type AllotmentRow } from './share'

const row = (code: string, lacking_fen: number | null): AllotmentRow => ({
  org: { code, name: code }, people: 1, rostered: 1, quota: null, should_fen: lacking_fen, allotted_fen: 0, drafted_fen: 0, returned_fen: 0, lacking_fen,
})

describe('sharing out a declared total', () => {
  it('may be handed in once nothing is left over', () => {
    expect(shareOut(300, { a: 100, b: 200 }, 1000)).toEqual({ count: 2, shared_fen: 300, left_fen: 0, ready: true })
  })
  it('is not ready while something is left, or more was shared than declared', () => {
    expect(shareOut(300, { a: 100 }, 1000)).toMatchObject({ left_fen: 200, ready: false })
    expect(shareOut(300, { a: 400 }, 1000)).toMatchObject({ left_fen: -100, ready: false })
  })
  it('is not ready without a total, without a line, or beyond what is free', () => {
    expect(shareOut(null, { a: 100 }, 1000)).toMatchObject({ left_fen: null, ready: false })
    expect(shareOut(0, {}, 1000)).toMatchObject({ left_fen: 0, ready: false })
    expect(shareOut(300, { a: 300 }, 299)).toMatchObject({ ready: false })
  })
  it('takes an empty or unreadable field for nothing', () => {
    expect(shareOut(100, { a: 100, b: null }, 100)).toMatchObject({ count: 1, ready: true })
  })
})

describe('filling in what is lacking', () => {
  it('gives each what it lacks, and nothing to who has enough or whose share is unknown', () => {
    expect(fillLacking([row('a', 50), row('b', 0), row('c', -5), row('d', null)], 1000)).toEqual({ a: 50 })
  })
  it('stops where the money ends', () => {
    expect(fillLacking([row('a', 50), row('b', 60), row('c', 70)], 80)).toEqual({ a: 50, b: 30 })
  })
  it('becomes lines in the order of the table', () => {
    expect(linesOf({ b: 2, a: 1, gone: 9 }, [row('a', 1), row('b', 2)])).toEqual([
      { org: 'a', amount_fen: 1 },
      { org: 'b', amount_fen: 2 },
    ])
  })
})
