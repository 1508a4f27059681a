/* Months and years of a union's books as the program answers them (src/http/api_closing.c), and how they are told. */
import type { OrgRef } from '@/shared/org'
import { language } from '@/shared/words'
import type { AccountRef, DocumentRow, UserRef } from '../../money/money'

export const STATES = ['open', 'closed', 'sent_back', 'confirmed'] as const
export interface Closing {
  org: OrgRef | null
  period: number // 202411, or 2024
  state: (typeof STATES)[number]
  from: string | null
  until: string | null // the first day after it
  accounts: number
  in_fen: number
  out_fen: number
  closed_by: UserRef | null
  closed_at: string | null
  confirmed_by: UserRef | null
  confirmed_at: string | null
}
export interface Figures {
  accounts: number
  in_fen: number
  out_fen: number
}
export interface Back extends Figures {
  by: UserRef | null
  at: string
  words: string
  closed_by: UserRef | null
  closed_at: string
}
export interface Block {
  kind: 'over' | 'order' | 'remainder' | 'document' | 'unbalanced'
  day: string | null
  period: number | null
  cycle: string | null
  source: string | null
  amount_fen: number | null
  quantity: number | null
  document: DocumentRow | null
}
export interface ClosingWhole extends Closing {
  digest: string
  moved: boolean
  now: Figures | null
  backs: Back[]
  blocks: Block[]
  blocks_count: number
  may_close: boolean
  may_confirm: boolean
  why_not: string | null
}
export interface ClosingNext {
  month: ClosingWhole | null
  year: ClosingWhole | null
}
export interface ClosingAccount {
  account: string
  what: AccountRef | null
  opening: number
  opening_fen: number
  in: number
  in_fen: number
  out: number
  out_fen: number
  closing: number
  closing_fen: number
}
export interface Remainder {
  cycle: string | null
  source: string
  left_fen: number
  decision: 'keep' | 'cycle' | 'return' | null
  to_cycle: string | null
  amount_fen: number | null
  words: string | null
  document: string | null
}

export const isYear = (period: number) => period <= 9999

/* 202411 → 2024年11月, 2024 → 2024年度; 2024-11 and 2024 in English. */
export function periodText(period: number): string {
  const english = language.value === 'en'
  if (isYear(period)) return english ? String(period) : `${period}年度`
  const year = Math.floor(period / 100)
  const month = period % 100
  return english ? `${year}-${String(month).padStart(2, '0')}` : `${year}年${month}月`
}

export function tagOf(state: Closing['state']): string {
  if (state === 'confirmed') return 'tag good'
  return state === 'sent_back' ? 'tag bad' : 'tag wait'
}

export interface Difference {
  key: 'accounts' | 'in_fen' | 'out_fen'
  was: number
  now: number
}
/* What two closings of a period differ in; nothing where only accounts among them moved. */
export function differences(was: Figures, now: Figures): Difference[] {
  return (['accounts', 'in_fen', 'out_fen'] as const).filter((key) => was[key] !== now[key]).map((key) => ({ key, was: was[key], now: now[key] }))
}

/* A line of the snapshot is of money where its account is. */
export const isMoney = (row: ClosingAccount) => !row.what?.item

/* '2024-12-01', the first day after it → '2024-11-30' */
export function lastDay(until: string | null): string | null {
  if (!until) return null
  return new Date(Date.parse(until + 'T00:00:00Z') - 86_400_000).toISOString().slice(0, 10)
}
