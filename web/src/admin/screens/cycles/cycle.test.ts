import { expect, test } from 'vitest'
import { speak } from '@/shared/words'
import { dayMoved, differs, sideWords, tagOf, yearMoved, changesSince, type CopyRow, type Cycle } from './cycle'

speak('zh-CN')
const row = (over: Partial<CopyRow>): CopyRow => ({
  part: 'programme', fact: 'standard', fact_words: '标准', of: null, of_words: null, code: 'gift', name: null, unit: 'fen', was: 20000, now: 22000,
  change: 'changed', why: null, ...over,
})

test('a year in a code moves on, and other digits stay', () => {
  expect(yearMoved('hw-2024')).toBe('hw-2025')
  expect(yearMoved('kit:2024-hw')).toBe('kit:2025-hw')
  expect(yearMoved('120240')).toBe('')
  expect(yearMoved('coat')).toBe('')
})
test('a day moves by years, also the last of February', () => {
  expect(dayMoved('2024-10-26')).toBe('2025-10-26')
  expect(dayMoved('2024-02-29')).toBe('2025-02-28')
  expect(dayMoved(null)).toBe('')
})
test('what is unknown is never zero', () => {
  expect(sideWords(row({}), null)).toBe('—')
  expect(sideWords(row({}), 22000)).toBe('220.00 元')
  expect(sideWords(row({ unit: 'day' }), 20251001)).toBe('2025年10月1日')
  expect(sideWords(row({ unit: 'person' }), 1)).toBe('1 人')
})
test('what differs is everything but the same', () => {
  expect(differs(row({ change: 'same' }))).toBe(false)
  expect(differs(row({ change: 'anew' }))).toBe(true)
  expect(tagOf('open')).toBe('good')
  expect(tagOf('draft')).toBe('wait')
})

test('a cycle that was handed in again says what was amended, and nothing else', () => {
  const now: Cycle = {
    code: 'hw-2025', name: '2025年慰问', programme: 'campaign', programme_version: 1, org: null, state: 'draft', from: '2025-10-08', until: null,
    maker: null, checker: null, approver: null, auditor: null, sent_back: null,
  }
  const was = { name: '2025年慰问', from: '2025-10-01', until: '2025-12-01', programme_version: 1 }
  expect(changesSince(was, now).map((c) => c.key)).toEqual(['from', 'until'])
  expect(changesSince({ ...was, from: '2025-10-08', until: null }, now)).toEqual([])
})
