import { describe, expect, it } from 'vitest'
import { fileName, SCROLL_PX_MAX, windowOf } from './list'

describe('the window of a long list', () => {
  it('draws what is in sight and little more', () => {
    const w = windowOf(1000, 40, 600, 0)
    expect(w.first).toBe(0)
    expect(w.end).toBeLessThan(40)
    expect(w.before + (w.end - w.first) * 40 + w.after).toBe(40_000)
  })
  it('ends at the last row', () => {
    const w = windowOf(1000, 40, 600, 40_000 - 600)
    expect(w.end).toBe(1000)
    expect(w.after).toBe(0)
  })
  it('reaches the last of a million rows, though no browser is that high', () => {
    const rows = 1_000_000
    const end = windowOf(rows, 40, 600, SCROLL_PX_MAX - 600)
    expect(end.end).toBe(rows)
    expect(end.before).toBeLessThanOrEqual(SCROLL_PX_MAX)
    const middle = windowOf(rows, 40, 600, SCROLL_PX_MAX / 2)
    expect(Math.abs((middle.first + middle.end) / 2 - rows / 2)).toBeLessThan(100)
  })
  it('shows the row that the scrollbar points at, wherever it stands', () => {
    for (let at = 0; at < SCROLL_PX_MAX; at += 1_234_567) {
      const w = windowOf(1_000_000, 40, 600, at)
      expect(w.before).toBeLessThanOrEqual(at + 0.001)
      expect(w.before + (w.end - w.first) * 40).toBeGreaterThanOrEqual(Math.min(at + 600, SCROLL_PX_MAX) - 0.001)
    }
  })
})

describe('the name of a saved list', () => {
  it('says what, where and when', () => {
    expect(fileName(['花名册', '乌海市总工会', '2024-10-26'], 'xlsx')).toBe('花名册-乌海市总工会-2024-10-26.xlsx')
  })
  it('leaves out what is not known, and what a file system refuses', () => {
    expect(fileName(['人/物: "全部"', '', undefined, '2024-10-26'], 'csv')).toBe('人 物 全部-2024-10-26.csv')
  })
})
