import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { speak } from '@/shared/words'
import { figureBody, figureProblems, MEASURES, said, share, years, type ActionFigure, type ActionRow, type FigureValues } from './action'

const figure = (value: number | null, is: ActionFigure['is'] = 'exact'): ActionFigure => ({ known: value !== null, value, is: value === null ? null : is, unknown_parts: 0 })
const row = (promised: number | null, total: number | null): ActionRow => ({
  measure: 'built', unit: 'station', from_year: 2015, until_year: 2024, promised: figure(promised), opening: figure(null), cycles: figure(null), total: figure(total), words: null,
})
const values = (more: Partial<FigureValues> = {}): FigureValues => ({
  id: 'i', role: 'opening', measure: 'given', unit: 'fen', from_year: '2015', until_year: '2023', value: '42,000,000', is: 'more_than', words: '4200万余元', ...more,
})
beforeEach(() => speak('zh-CN'))

describe('figures of an action', () => {
  it('keep 余 and 近, and what nobody knows is not there', () => {
    expect([said(figure(3000, 'about'), 'station'), said(figure(420000000, 'more_than'), 'fen'), said(figure(null), 'person')]).toEqual(['近3,000座', '4,200,000余元', ''])
  })
  it('are compared only where both are known and something was promised', () => {
    expect([share(row(3000, 2999)), share(row(null, 5)), share(row(0, 5)), share(row(3000, null))]).toEqual([99, null, null, null])
  })
  it('stand in their years', () => {
    expect([years({ from_year: 2015, until_year: 2015 }), years({ from_year: 2015, until_year: null })]).toEqual(['2015', '2015—'])
  })
})
describe('a figure that is entered', () => {
  it('is money in fen, with its own words', () => {
    expect(figureBody(values())).toEqual({ id: 'i', role: 'opening', measure: 'given', unit: 'fen', from_year: 2015, until_year: 2023, value: 4200000000, is: 'more_than', words: '4200万余元' })
  })
  it('may be unknown where it is from before the system, never where it was promised', () => {
    expect(figureProblems(values({ value: '' }))).toEqual([])
    expect(figureBody(values({ value: '' }))).not.toHaveProperty('value')
    expect(figureProblems(values({ role: 'target', value: '', from_year: '' }))).toEqual(['value'])
  })
  it('has years of four digits', () => {
    expect(figureProblems(values({ from_year: '15', until_year: 'x' }))).toEqual(['from_year', 'until_year'])
  })
})
describe('the console knows the program’s', () => {
  it('measures', () => {
    const header = readFileSync(join(process.cwd(), '../src/report/action.h'), 'utf8')
    const body = /#define ACTION_MEASURES\(X\)[^\n]*\n((?:.*\\\n)*.*\n)/.exec(header)?.[1] ?? ''
    expect([...body.matchAll(/X\(\w+,\s*"(\w+)",\s*"([^"]+)"/g)].map(([, w, zh]) => [w, zh])).toEqual(Object.entries(MEASURES).map(([w, [zh]]) => [w, zh]))
  })
})
