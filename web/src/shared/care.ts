/* Cycles and what is said of their progress, as src/http/api_cycle.c and api_progress.c answer it. */
import { words } from './words'
import type { OrgRef } from './org'

export interface UserRef {
  login: string
  name: string
}
export interface ItemRef {
  code: string
  name: string
}
export type CycleState = 'draft' | 'checked' | 'approved' | 'open' | 'closed' | 'audited'
export interface Cycle {
  code: string
  name: string
  programme: string
  org: OrgRef | null
  state: CycleState
  from: string | null
  until: string | null
}
export type Level = 'A' | 'B' | 'C'

export interface ProgressRow {
  org: OrgRef | null
  own: boolean
  has_below: boolean
  rights: number
  given: number
  left: number
  A: number
  B: number
  C: number
  entitled_fen: number
  given_fen: number
  today: number
  today_people: number
  today_fen: number
}
export interface Progress {
  cycle: string
  commit: number
  as_of: string
  behind: boolean
  total: ProgressRow
  rows: ProgressRow[]
}

export const cycleStates = words({
  draft: ['草稿', 'draft'],
  checked: ['已审核', 'checked'],
  approved: ['已批准', 'approved'],
  open: ['进行中', 'open'],
  closed: ['已结束', 'closed'],
  audited: ['已审计', 'audited'],
})
export const levelWords = words({
  A: ['本人确认', 'own code'],
  B: ['签名影像', 'signature or picture'],
  C: ['发放人记录', 'distributor’s word'],
})

/* Whole per cent, never 100 while something is left, nor 0 once something is there. */
export function percent(part: number, whole: number): number {
  if (whole <= 0 || part <= 0) return 0
  if (part >= whole) return 100
  return Math.min(99, Math.max(1, Math.round((part * 100) / whole)))
}
