/* Bank batches as the program answers them (src/http/api_payout.c, api_payout_file.c); the words are src/care/payout.h's. */
import type { OrgRef } from '@/shared/org'
import type { Pair } from '@/shared/words'
import type { UserRef } from '../../money/money'

export interface Batch {
  batch_id: string
  number: string
  org: OrgRef | null
  cycle: string | null
  benefit: string | null
  source: string | null
  state: string
  day: string | null
  lines_count: number
  total_fen: number
  words: string | null
  maker: UserRef | null
  made_at: string | null
  waits_for: string[]
}
export interface BatchSum {
  state: string
  lines_count: number
  total_fen: number
}
export interface BatchAct {
  act: string
  hand: string | null
  by: UserRef | null
  at: string
  lines_count: number
  total_fen: number
}
export interface BatchWhole extends Batch {
  purpose: string | null
  budget: string | null
  sums: BatchSum[]
  doubled: number
  exported_by: UserRef | null
  exported_at: string | null
  file_sha256: string | null
  file_kept: boolean
  may_cancel: boolean
  may_fetch: boolean
  acts: BatchAct[]
  my_step: 'checker' | 'approver' | 'treasurer' | 'export' | 'return' | null
}
export interface Payment {
  serial: number
  person: string
  name: string
  org: OrgRef | null
  card: string
  amount_fen: number
  state: string
  why: string | null
  words: string | null
  day: string | null
  bank_ref: string | null
  doubled: boolean
  delivery: string | null
  card_good: boolean
}
export interface LeftOut {
  org: OrgRef | null
  name: string
  amount_fen: number
  person: string
  reason: string | null
  message: string | null
}
export interface Preview {
  lines_count: number
  total_fen: number
  free_fen: number
  hands: string[]
  left: LeftOut[]
  left_count: number
}
export interface Returned {
  batch: BatchWhole
  checked_only: boolean
  read: number
  paid: number
  doubled: number
  bounced: number
  sent_back: number
  pending: number
  unchanged: number
  rejected: number
  totals: number
  rejects: { row: number; reason: string | null; message: string | null; field: string | null }[]
}
export const RETURN_COUNTS = ['read', 'paid', 'bounced', 'sent_back', 'pending', 'unchanged', 'doubled', 'rejected', 'totals'] as const

export const BATCH_STATES: Readonly<Record<string, Pair>> = {
  made: ['已制单', 'made'],
  approved: ['已批准', 'approved'],
  exported: ['待回盘', 'exported'],
  done: ['已办结', 'done'],
  cancelled: ['已撤销', 'cancelled'],
}
export const PAYMENT_STATES: Readonly<Record<string, Pair>> = {
  waiting: ['待付', 'waiting'],
  paid: ['已付', 'paid'],
  bounced: ['退回', 'bounced'],
  'sent-back': ['退汇', 'sent back'],
  dropped: ['已撤出', 'dropped'],
}
export const WHYS: Readonly<Record<string, Pair>> = {
  name: ['户名不符', 'name differs'],
  closed: ['账户已销户', 'account closed'],
  number: ['账号有误', 'no such account'],
  frozen: ['账户冻结或挂失', 'account frozen or lost'],
  limited: ['账户限额', 'account limited'],
  other: ['其他', 'other'],
  given: ['已另行发放', 'given otherwise'],
  void: ['名额已作废', 'entitlement void'],
  cancelled: ['批次撤销', 'batch cancelled'],
}
export const BATCH_ACTS: Readonly<Record<string, Pair>> = {
  make: ['制单', 'made'],
  sign: ['签批', 'signed'],
  export: ['导出', 'exported'],
  return: ['回盘', 'return'],
  cancel: ['撤销', 'cancelled'],
  drop: ['撤出', 'taken out'],
}
export function batchTag(state: string): string {
  return state === 'done' ? 'tag good' : state === 'cancelled' ? 'tag' : 'tag wait'
}
export function paymentTag(state: string): string {
  return state === 'paid' ? 'tag good' : state === 'bounced' || state === 'sent-back' ? 'tag bad' : state === 'waiting' ? 'tag wait' : 'tag'
}
/* How many payments have come to this. */
export function countOf(batch: BatchWhole, ...states: string[]): number {
  return batch.sums.filter((s) => states.includes(s.state)).reduce((n, s) => n + s.lines_count, 0)
}
