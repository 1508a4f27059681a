import { describe, expect, it } from 'vitest'
import { ROWS_A_PAGE, giftsOn, pagesOf, type Sheet, type SheetTeam } from './sheet'

const team = (name: string, rows: number): SheetTeam => ({
  org: null, team: name, foreman: null, people: rows,
  rows: Array.from({ length: rows }, (_, i) => ({ name: `${name}${i}`, item: null, size_missing: false, quantity: 2, value_fen: 20000 })),
})
const sheet = (...teams: SheetTeam[]): Sheet => ({ cycle: 'hw', cycle_name: '慰问', org: null, by: null, at: '', teams })

describe('the sign-off sheet', () => {
  it('begins each team on a page of its own and numbers its pages', () => {
    const pages = pagesOf(sheet(team('一班', ROWS_A_PAGE + 1), team('二班', ROWS_A_PAGE)))
    expect(pages.map((p) => [p.team.team, p.page, p.pages, p.first, p.rows.length])).toEqual([
      ['一班', 1, 2, 1, ROWS_A_PAGE], ['一班', 2, 2, ROWS_A_PAGE + 1, 1], ['二班', 1, 1, 1, ROWS_A_PAGE],
    ])
  })
  it('drops nobody and doubles nobody', () => {
    const rows = pagesOf(sheet(team('一班', 97), team('二班', 3))).flatMap((p) => p.rows.map((r) => r.name))
    expect(rows.length).toBe(100)
    expect(new Set(rows).size).toBe(100)
  })
  it('adds up what is handed over on a page', () => {
    expect(pagesOf(sheet(team('一班', 3))).map(giftsOn)).toEqual([6])
  })
  it('has no page where nobody is left', () => {
    expect(pagesOf(sheet())).toEqual([])
  })
})
