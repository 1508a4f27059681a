/* What the cycle screens read, and the small decisions about it. */
import { day as dayWords } from '@/shared/day'
import { yuan } from '@/shared/money'
import { count } from '@/shared/words'
import type { OrgRef } from '@/shared/org'
import { t } from './words'

export interface UserRef {
  login: string
  name: string
}
export const STATES = ['draft', 'checked', 'approved', 'open', 'closed', 'audited'] as const
export type State = (typeof STATES)[number]

export interface Cycle {
  code: string
  name: string
  programme: string
  programme_version: number
  org: OrgRef | null
  state: State
  from: string | null
  until: string | null
  maker: UserRef | null
  checker: UserRef | null
  approver: UserRef | null
  auditor: UserRef | null
  sent_back: string | null // when; null: it was not, or was handed in again
}
export interface Was {
  name: string
  from: string | null
  until: string | null
  programme_version: number
}
/* Something that happened to it: a step, sending it back, handing it in again. */
export interface Taken {
  act: 'step' | 'send_back' | 'hand_in'
  state: State
  by: UserRef | null
  at: string
  void: boolean // a later sending back made it void
  words: string | null
  was: Was | null // what had been handed in, when it was sent back
}
export interface Block {
  kind: 'payout' | 'custody' | 'hold'
  org: OrgRef | null
  holder: UserRef | null
  item: string | null
  quantity: number
  value_fen: number
  batch: string | null
}
export interface Next {
  to: State | null
  role: string | null
  may: boolean
  why: { code: string; words: string } | null
  blocks: Block[]
  may_send_back: boolean
}
export interface Rules {
  programme: string
  version: number
  categories: string[]
  age_from: number | null
  age_until: number | null
  gap_days: number | null
  benefits: {
    code: string
    quantity: number
    standard_fen: number | null
    cash: boolean
    items: { code: string; name: string | null; sizes: string[]; parts: { code: string; name: string; quantity: number }[] }[]
  }[]
  caps: { rule: string; period: string; max_fen: number }[]
  sources: string[]
  quotas: { org: OrgRef | null; places: number }[]
  unset: string | null
  unset_by: string | null
}
export interface CopyRow {
  part: string
  fact: string
  fact_words: string
  of: string | null
  of_words: string | null
  code: string | null
  name: string | null
  unit: string | null
  was: number | null
  now: number | null
  change: string
  why: string | null
}
export interface Comparison {
  from: string
  cycle: string
  name: string
  state: State
  rows: CopyRow[]
}

/* Shape and colour of a state. */
export function tagOf(state: State): string {
  if (state === 'open' || state === 'audited') return 'good'
  return state === 'closed' ? '' : 'wait'
}

/* Who signed a step, where the step signs. */
export function signerOf(cycle: Cycle, state: State): UserRef | null {
  const by = { draft: cycle.maker, checked: cycle.checker, approved: cycle.approver, open: null, closed: null, audited: cycle.auditor }
  return by[state]
}

export function period(cycle: Pick<Cycle, 'from' | 'until'>): string {
  return `${dayWords(cycle.from)} — ${cycle.until ? dayWords(cycle.until) : t('open_end')}`
}

export interface Change {
  key: 'name' | 'from' | 'until' | 'version'
  was: string
  now: string
}
/* What its maker amended since it was sent back. */
export function changesSince(was: Was, now: Cycle): Change[] {
  const days = (d: string | null) => (d ? dayWords(d) : t('open_end'))
  const version = (n: number) => t('version', { version: n })
  const all: Change[] = [
    { key: 'name', was: was.name, now: now.name },
    { key: 'from', was: days(was.from), now: days(now.from) },
    { key: 'until', was: days(was.until), now: days(now.until) },
    { key: 'version', was: version(was.programme_version), now: version(now.programme_version) },
  ]
  return all.filter((c) => c.was !== c.now)
}

/* 'hw-2024' → 'hw-2025': every year in it is moved on as far as the days are. '' where there is none. */
export function yearMoved(text: string, years = 1): string {
  let moved = false
  const out = text.replace(/(?<!\d)(19|20)\d\d(?!\d)/g, (year) => {
    moved = true
    return String(Number(year) + years)
  })
  return moved ? out : ''
}
/* The same day of a later year; 29 February becomes the 28th. */
export function dayMoved(day: string | null, years = 1): string {
  const found = /^(\d{4})-(\d{2})-(\d{2})$/.exec(day ?? '')
  if (!found) return ''
  const [, y = '', m = '', d = ''] = found
  const year = Number(y) + years
  const last = new Date(Date.UTC(year, Number(m), 0)).getUTCDate()
  return `${year}-${m}-${String(Math.min(Number(d), last)).padStart(2, '0')}`
}

export function sideWords(row: CopyRow, value: number | null): string {
  if (value === null) return '—'
  switch (row.unit) {
    case 'fen':
      return `${yuan(value)} 元`
    case 'day':
      return dayWords(value)
    case 'person':
      return t('u_person', { count: value })
    case 'piece':
      return t('u_piece', { count: value })
    case 'days':
      return t('u_days', { count: value })
    case 'years':
      return t('u_years', { count: value })
    default:
      return count(value)
  }
}
/* What somebody must look at: everything but what stayed the same. */
export const differs = (row: CopyRow) => row.change !== 'same'
