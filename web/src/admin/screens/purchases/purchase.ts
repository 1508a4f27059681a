/* Purchases as the program answers them (src/http/api_purchase.c, api_purchase_step.c). */
import type { OrgRef } from '@/shared/org'
import type { Pair } from '@/shared/words'
import type { DocumentRow, ItemRef, Lot, UserRef } from '../../money/money'

export type Next = 'quote' | 'contract' | 'accept' | 'second' | 'stock' | 'credit'
/* What has a form: the next steps, and goods back to the supplier. */
export type StepForm = Next | 'sendback'
export interface Purchase {
  purchase_id: string
  org: OrgRef | null
  cycle: string | null
  words: string | null
  day: string | null
  ceiling_fen: number
  limit_fen: number
  invoiced_fen: number
  needs_meeting: boolean
  needs_quotes: number
  needs_contract: boolean
  rules_unset: boolean
  supplier: string | null
  maker: UserRef | null
  next: Next[]
  my_next: Next[]
}
export interface StepLine {
  item: ItemRef | null
  quantity: number
  refused: number
  total_fen: number
}
export interface Step {
  step_id: string
  step: 'open' | 'quote' | 'contract' | 'acceptance'
  number: string | null
  words: string | null
  partner: string | null
  amount_fen: number
  day: string | null
  first: UserRef | null
  second: UserRef | null
  at: string | null
  second_at: string | null
  present: string | null
  lines: StepLine[]
}
export interface PurchaseWhole extends Purchase {
  steps: Step[]
  items: { item: ItemRef | null; contracted: number | null; accepted: number; refused: number; stocked: number }[]
  findings: { code: string; words: string | null; expected: number; found: number; message: string | null }[]
  lots: Lot[]
  documents: DocumentRow[]
  half_sheet: string | null
  sent_back_fen: number
  credited_fen: number
}
export interface Tier {
  from_fen: number
  meeting: 'unset' | 'needed' | 'not_needed'
  quotes: number | null
  contract: 'unset' | 'needed' | 'not_needed'
  source: string | null
}
export interface Rules {
  version: number
  from: string | null
  source: string | null
  tiers: Tier[]
  needs_meeting: boolean
  needs_quotes: number
  needs_contract: boolean
  unset: boolean
}
export const STEPS: Readonly<Record<string, Pair>> = {
  open: ['会议决定', 'decision'],
  quote: ['询价', 'quote'],
  contract: ['合同', 'contract'],
  acceptance: ['验收', 'acceptance'],
}
/* src/ledger/purchase.h, PURCHASE_NEXTS. */
export const NEXTS: Readonly<Record<string, Pair>> = {
  quote: ['询价', 'ask for quotes'],
  contract: ['签合同', 'contract'],
  accept: ['验收（第一人）', 'accept, the first of two'],
  second: ['验收（第二人）', 'accept, the second of two'],
  stock: ['凭发票入库', 'into the stock by invoice'],
  credit: ['红字发票入账', 'enter the credit note'],
}
/* The tier that an amount falls into, by which its thresholds are explained; null: none. */
export function tierOf(rules: Rules, fen: number): Tier | null {
  return rules.tiers.filter((tier) => tier.from_fen <= fen).at(-1) ?? null
}
