import { describe, expect, it } from 'vitest'
import { becomes, entryBody, logins, split, type BudgetEntry, type BudgetLine, type Values } from './budget'

const line = (more: Partial<BudgetLine> = {}): BudgetLine => ({
  org: null, cycle: 'hw', code: 'gift', words: '慰问品', source: 'OWN', amount_fen: 1000, used_fen: 600, bound_fen: 200, left_fen: 400, roles: [], users: [], ...more,
})
const entry = (delta_fen: number): BudgetEntry => ({ kind: 'change', delta_fen }) as BudgetEntry
const values = (more: Partial<Values> = {}): Values => ({
  entry_id: 'e', kind: 'add', code: ' gift ', words: ' 慰问品 ', source: 'OWN', way: 'more', amount_fen: 500, roles: [], users: '', ...more,
})
const where = { org: '15', cycle: 'hw' }

describe('a budget line', () => {
  it('is spent, bound and left, and nothing twice', () => {
    expect(split(line())).toEqual({ spent: 400, bound: 200, left: 400 })
  })
  it('cannot be lowered below what is used of it', () => {
    expect([becomes(entry(-400), line()), becomes(entry(-401), line()), becomes(entry(100), null)]).toEqual([600, null, 100])
  })
})
describe('an entry', () => {
  it('adds a line with those who may spend from it', () => {
    expect(entryBody(values({ roles: ['maker'], users: 'li，wang li' }), where)).toEqual({
      entry_id: 'e', org: '15', cycle: 'hw', kind: 'add', words: '慰问品', code: 'gift', source: 'OWN', delta_fen: 500, roles: ['maker'], users: ['li', 'wang'],
    })
  })
  it('lowers by less than zero, and never names a source again', () => {
    expect(entryBody(values({ kind: 'change', code: 'gift', way: 'less' }), where)).toEqual({
      entry_id: 'e', org: '15', cycle: 'hw', kind: 'change', words: '慰问品', code: 'gift', delta_fen: -500,
    })
  })
  it('closes the list with its reason alone', () => {
    expect(entryBody(values({ kind: 'closed_list' }), where)).toEqual({ entry_id: 'e', org: '15', cycle: 'hw', kind: 'closed_list', words: '慰问品' })
  })
  it('reads logins however they are parted', () => {
    expect(logins(' li、wang;\nzhao ')).toEqual(['li', 'wang', 'zhao'])
  })
})
