/* Umbrella actions over years, as src/http/api_action.c answers them. */
import type { OrgRef } from '@/shared/org'
import { parseYuan } from '@/shared/money'
import type { Pair } from '@/shared/words'
import { figureText, type Figure, type Qualifier } from '../../parts/figure'
import { say } from '@/shared/words'

export interface Action {
  code: string
  name: string
  org: OrgRef | null
  first_year: number
  words: string | null
}
export interface ActionFigure {
  known: boolean
  value: number | null
  is: Qualifier | null
  unknown_parts: number
}
export interface ActionRow {
  measure: string
  unit: string
  from_year: number
  until_year: number | null
  promised: ActionFigure
  opening: ActionFigure
  cycles: ActionFigure
  total: ActionFigure
  words: string | null
}
export interface ActionFinding {
  finding: 'overlaps' | 'led_elsewhere'
  words: string
  measure: string
  unit: string
  cycle: string | null
  figure: ActionFigure
}
export interface ActionProgress {
  action: Action
  cycles: { code: string; name: string; from: string | null }[]
  rows: ActionRow[]
  findings: ActionFinding[]
}

/* src/report/action.h; units: src/base/quantity.h. Which units a measure is counted in, its action_measure_counts() says. */
export const MEASURES: Readonly<Record<string, Pair>> = {
  given: ['发放', 'Given'],
  raised: ['筹集', 'Raised'],
  invested: ['投入', 'Invested'],
  reached: ['惠及', 'Reached'],
  built: ['建成', 'Built'],
  held: ['举办', 'Held'],
  served: ['服务', 'Served'],
}
export const UNITS: Readonly<Record<string, Pair>> = {
  fen: ['元', 'yuan'], person: ['人', 'people'], person_time: ['人次', 'person-times'], household: ['户', 'households'], piece: ['件', 'pieces'],
  set: ['套', 'sets'], session: ['场次', 'sessions'], portion: ['份', 'portions'], kilogram: ['公斤', 'kilograms'], litre: ['升', 'litres'],
  volume: ['册', 'volumes'], station: ['座', 'stations'], letter: ['封', 'letters'],
}

/* "4,200 万余元", with 余 and 近 kept; '' where nothing is known. */
export function said(f: ActionFigure, unit: string): string {
  if (!f.known) return ''
  const figure: Figure = { value: f.value, is: f.is ?? 'exact', unknown: f.unknown_parts }
  if (unit === 'fen') return figureText(figure, true)
  const pair = UNITS[unit]
  return figureText({ ...figure, unit: pair ? say(pair) : unit })
}
export const years = (r: { from_year: number; until_year: number | null }): string =>
  r.until_year === r.from_year ? String(r.from_year) : `${r.from_year}—${r.until_year ?? ''}`

/* Whole per cent of what was promised, where both are known and something was promised. 余 and 近 stay with the figures. */
export function share(row: ActionRow): number | null {
  const promised = row.promised.value
  if (!row.promised.known || !row.total.known || promised === null || promised <= 0 || row.total.value === null) return null
  return Math.floor((row.total.value * 100) / promised)
}

export interface FigureValues {
  id: string
  role: 'target' | 'opening'
  measure: string
  unit: string
  from_year: string
  until_year: string
  value: string // as typed; money in yuan
  is: Qualifier
  words: string
}
const year = (text: string): number | null => (/^\d{4}$/.test(text.trim()) ? Number(text) : null)
export type FigureProblem = 'measure' | 'unit' | 'from_year' | 'until_year' | 'value'
/* The value in the unit's own, money in fen; null where nothing readable stands. */
export function valueOf(v: FigureValues): number | null {
  if (v.unit === 'fen') return parseYuan(v.value)
  const plain = v.value.trim().replace(/,/g, '')
  return /^\d{1,15}$/.test(plain) ? Number(plain) : null
}
export function figureProblems(v: FigureValues): FigureProblem[] {
  const found: FigureProblem[] = []
  if (!v.measure) found.push('measure')
  if (!v.unit) found.push('unit')
  if (v.from_year.trim() ? year(v.from_year) === null : v.role === 'opening') found.push('from_year')
  if (v.until_year.trim() && year(v.until_year) === null) found.push('until_year')
  if (v.value.trim() ? valueOf(v) === null : v.role === 'target') found.push('value')
  return found
}
export function figureBody(v: FigureValues): Record<string, unknown> {
  const value = valueOf(v)
  const from = year(v.from_year)
  const until = year(v.until_year)
  return {
    id: v.id, role: v.role, measure: v.measure, unit: v.unit, ...(from === null ? {} : { from_year: from }), ...(until === null ? {} : { until_year: until }),
    ...(value === null ? {} : { value, is: v.is }), ...(v.words.trim() ? { words: v.words.trim() } : {}),
  }
}
