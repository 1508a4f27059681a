import { describe, expect, it } from 'vitest'
import { kitsFrom, lineProblems, pieces, sent, shelfOf, type StockRow, type Values } from './goods'

const row = (code: string | null, quantity: number, held = 0): StockRow => ({
  org: { code: '15', name: '甲' }, place: 'stock', holder: null, cycle: 'hw', item: code ? { code, name: code, unit: 'piece' } : null,
  lots: 1, quantity, held_quantity: held, value_fen: quantity * 100,
})
const shelf = shelfOf([row('rice', 10, 4), row('oil', 3), row(null, 500)])
const values = (more: Partial<Values> = {}): Values => ({
  document_id: 'd', what: 'goods', to: '', to_org: '', to_org_name: '', holder: '', org: '', source: '', purpose: '', budget: '', words: '',
  reference: '', amount_fen: null, item: '', quantity: '', lines: [], counted: {}, ...more,
})
const where = { org: '15', cycle: 'hw' }

describe('what is on hand', () => {
  it('is what no other paper has reserved, and never cash', () => {
    expect(shelf.map((s) => [s.item.code, s.free])).toEqual([['oil', 3], ['rice', 6]])
  })
  it('is enough for so many kits as the scarcest part', () => {
    expect(kitsFrom([{ item: 'rice', quantity: 2 }, { item: 'oil', quantity: 2 }], shelf)).toBe(1)
    expect(kitsFrom([{ item: 'coat', quantity: 1 }], shelf)).toBe(0)
  })
})
describe('lines', () => {
  it('take whole pieces, full-width digits too', () => {
    expect([pieces(' １2 '), pieces('1,200'), pieces('1.5'), pieces('-1'), pieces('')]).toEqual([12, 1200, null, null, null])
  })
  it('are refused at their place: more than there is, twice, no item, no number; blank ones are not there', () => {
    const lines = [{ item: 'rice', quantity: '7' }, { item: 'oil', quantity: '1' }, { item: 'oil', quantity: '1' }, { item: '', quantity: '1' }, { item: '', quantity: ' ' }]
    expect([...lineProblems(lines, shelf)]).toEqual([[0, 'short'], [2, 'twice'], [3, 'need_item']])
    expect([...lineProblems([{ item: 'rice', quantity: '0' }], shelf)]).toEqual([[0, 'need_quantity']])
  })
})
describe('what is sent', () => {
  it('says how many lines it has', () => {
    expect(sent('issue', values({ to: 'w', lines: [{ item: 'rice', quantity: '2' }, { item: '', quantity: '' }] }), where)).toEqual({
      path: '/documents/issue', body: { document_id: 'd', org: '15', cycle: 'hw', to: 'w', count: 1, lines: [{ item: 'rice', quantity: 2 }] },
    })
  })
  it('is cash in fen with its total, its source and what it is for', () => {
    expect(sent('issue', values({ what: 'cash', to: 'w', amount_fen: 5000, source: 'OWN', purpose: 'gift' }), where).body).toEqual({
      document_id: 'd', org: '15', cycle: 'hw', to: 'w', source: 'OWN', purpose: 'gift', count: 1, total_fen: 5000, lines: [{ quantity: 5000 }],
    })
  })
  it('leaves out what was not counted, which is not none', () => {
    expect(sent('count', values({ counted: { rice: '0', oil: '' } }), where).body.lines).toEqual([{ item: 'rice', quantity: 0 }])
  })
  it('never moves cash', () => {
    expect(sent('move', values({ what: 'cash', to_org: '1503', lines: [{ item: 'oil', quantity: '1' }] }), where).body).toEqual({
      document_id: 'd', org: '15', cycle: 'hw', to: '1503', count: 1, lines: [{ item: 'oil', quantity: 1 }],
    })
  })
})
