import { beforeEach, describe, expect, it } from 'vitest'
import { language } from '@/shared/words'
import { differences, isMoney, isYear, lastDay, periodText, type ClosingAccount } from './closing'

beforeEach(() => {
  language.value = 'zh-CN'
})

describe('a period', () => {
  it('is told as people say it', () => {
    expect(periodText(202411)).toBe('2024年11月')
    expect(periodText(202401)).toBe('2024年1月')
    expect(periodText(2024)).toBe('2024年度')
    language.value = 'en'
    expect(periodText(202401)).toBe('2024-01')
    expect(periodText(2024)).toBe('2024')
  })
  it('is a month or a year', () => {
    expect(isYear(2024)).toBe(true)
    expect(isYear(202401)).toBe(false)
  })
  it.each([
    ['2024-12-01', '2024-11-30'],
    ['2024-03-01', '2024-02-29'],
    ['2025-01-01', '2024-12-31'],
    [null, null],
  ])('that ends before %s has its last day on %s', (until, last) => expect(lastDay(until)).toBe(last))
})

describe('two closings of one period', () => {
  const was = { accounts: 2, in_fen: 500000, out_fen: 500000 }
  it('differ in what is not the same', () => {
    expect(differences(was, { ...was, in_fen: 500001 })).toEqual([{ key: 'in_fen', was: 500000, now: 500001 }])
  })
  it('may be the same', () => expect(differences(was, was)).toEqual([]))
})

describe('a line of the snapshot', () => {
  const row = (item: { code: string; name: string; unit: string } | null): ClosingAccount => ({
    account: '1', opening: 0, opening_fen: 0, in: 0, in_fen: 0, out: 0, out_fen: 0, closing: 0, closing_fen: 0,
    what: { org: null, class: 'fund', cycle: null, source: 'OWN', item, lot: null, holder: null, level: null },
  })
  it('is of money, or of pieces', () => {
    expect(isMoney(row(null))).toBe(true)
    expect(isMoney(row({ code: 'coat', name: '防寒服', unit: 'piece' }))).toBe(false)
  })
})
