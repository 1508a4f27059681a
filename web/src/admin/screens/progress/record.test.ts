import { describe, expect, it } from 'vitest'
import { speak } from '@/shared/words'
import { momentOf, records, refusals, type Custody, type RecordResult, type Right } from './record'
import { reminderText } from './reminder'

const person = (n: number): Right => ({
  entitlement: `e${n}`, org: { code: '150302', name: '海勃湾区总工会' }, person: `p${n}`, name: '合**', team: null, benefit: 'gift',
  quantity: 1, value_fen: 20000, day: '2024-10-26', state: 'open', void_why: null, delivery: null, level: null, given: null,
})
const kits: Custody = {
  holder: { login: 'first', name: '发放员' }, org: null, item: { code: 'kit:2024-hw', name: '慰问礼包' }, quantity: 30, value_fen: 1, explained: false,
}
const ids = new Map([['e1', 'r1'], ['e2', 'r2']])

describe('records', () => {
  it('gives each person the id that it was ticked with, out of the distributor’s custody', () => {
    expect(records([person(1)], ids, kits, 'B', 'T')).toEqual([
      { record_id: 'r1', person: 'p1', org: '150302', item: 'kit:2024-hw', quantity: 1, level: 'B', at: 'T', by: 'first' },
    ])
  })
  it('gives cash as the standard, and takes from the union’s own where nobody holds it', () => {
    expect(records([person(2)], ids, { ...kits, holder: null, item: null }, 'C', 'T')[0]).toEqual({
      record_id: 'r2', person: 'p2', org: '150302', item: 'cash', amount_fen: 20000, level: 'C', at: 'T',
    })
  })
})
describe('refusals', () => {
  it('names who was refused, by the row’s place', () => {
    const reply: RecordResult = {
      awarded: 1, unchanged: 0, over_issue: 0, refused: 1,
      results: [
        { record_id: 'r1', outcome: 'awarded', message: null, reason: null },
        { record_id: 'r2', outcome: 'refused', message: '已经领过', reason: 'given_already' },
      ],
    }
    expect(refusals([person(1), person(2)], reply)).toEqual([{ person: person(2), message: '已经领过' }])
  })
})
describe('momentOf', () => {
  it('takes the union’s clock, wherever the browser is', () => {
    expect(momentOf('2024-10-26T09:30')).toBe('2024-10-26T09:30:00+08:00')
    expect(momentOf('')).toBe('')
  })
})
describe('reminderText', () => {
  it('says where and when only where somebody has', () => {
    speak('zh-CN')
    expect(reminderText('提醒', '', ' ')).toBe('提醒')
    expect(reminderText('提醒', '车队院里', '周五前')).toBe('提醒\n地点：车队院里\n时间：周五前')
  })
})
