/* Budget lines and the entries that they come from, as src/http/api_budget.c answers them. */
import type { OrgRef } from '@/shared/org'
import type { UserRef } from '../../money/money'

export interface BudgetLine {
  org: OrgRef | null
  cycle: string | null
  code: string
  words: string | null
  source: string | null
  amount_fen: number
  used_fen: number // with what is bound
  bound_fen: number
  left_fen: number
  roles: string[]
  users: UserRef[]
}
export type EntryKind = 'add' | 'change' | 'closed_list'
export type EntryState = 'made' | 'approved' | 'refused' | 'withdrawn'
export interface BudgetEntry {
  entry_id: string
  org: OrgRef | null
  cycle: string | null
  kind: EntryKind
  code: string | null
  words: string | null
  source: string | null
  delta_fen: number
  maker: UserRef | null
  made_at: string | null
  approver: UserRef | null
  approved_at: string | null
  state: EntryState
  refused_by: UserRef | null
  refused_at: string | null
  refused_words: string | null
  roles: string[]
  users: UserRef[]
}
export interface BudgetEntryWhole extends BudgetEntry {
  line: BudgetLine | null
  closed: boolean
  since: BudgetEntry[]
  may_approve: boolean
  may_withdraw: boolean
}
export interface BudgetUse {
  paper: 'document' | 'payout'
  document_id: string
  kind: string | null
  words: string | null
  day: string | null
  state: string | null
  amount_fen: number
  counts: 'used' | 'bound' | 'coming' | 'free'
}

/* Used for good, bound, left: they add up to the amount. */
export function split(line: BudgetLine): { spent: number; bound: number; left: number } {
  return { spent: line.used_fen - line.bound_fen, bound: line.bound_fen, left: line.left_fen }
}

/* What becomes of the line if the entry is approved now; null: it would fall below what is used of it. */
export function becomes(entry: BudgetEntry, line: BudgetLine | null): number | null {
  const after = (line?.amount_fen ?? 0) + entry.delta_fen
  return after < (line?.used_fen ?? 0) ? null : after
}

export interface Values {
  entry_id: string
  kind: EntryKind
  code: string
  words: string
  source: string
  way: 'more' | 'less'
  amount_fen: number | null
  roles: string[]
  users: string // logins, as typed
}
export const logins = (text: string): string[] => [...new Set(text.split(/[\s,，、;；]+/).filter(Boolean))]

export function entryBody(v: Values, where: { org: string; cycle: string }): Record<string, unknown> {
  const head = { entry_id: v.entry_id, ...where, kind: v.kind, words: v.words.trim() }
  if (v.kind === 'closed_list') return head
  const fen = v.amount_fen ?? 0
  if (v.kind === 'change') return { ...head, code: v.code, delta_fen: v.way === 'less' ? -fen : fen }
  return {
    ...head, code: v.code.trim(), source: v.source, delta_fen: fen, ...(v.roles.length ? { roles: v.roles } : {}),
    ...(logins(v.users).length ? { users: logins(v.users) } : {}),
  }
}
