/* Documents, accounts and transfers as the program answers them (src/http/money.h, api_ledger.c), and how they are shown. */
import type { OrgRef } from '@/shared/org'
import { say, type Pair } from '@/shared/words'
import { CLASSES, SOURCES, t } from './words'

export interface UserRef {
  login: string
  name: string
}
export interface ItemRef {
  code: string
  name: string
  unit: string
}
export interface AccountRef {
  org: OrgRef | null
  class: string
  cycle: string | null
  source: string | null
  item: ItemRef | null
  lot: number | null
  holder: UserRef | null
  level: string | null
}
export interface DocumentRow {
  document_id: string
  kind: string
  org: OrgRef | null
  cycle: string | null
  state: string
  reversed: boolean
  count: number
  total_fen: number
  purpose: string | null
  words: string | null
  reference: string | null
  day: string | null
  made_at: string | null
  maker: UserRef | null
  receiver: UserRef | null
  receiver_org: OrgRef | null
  waits_for: string[]
}
export interface DocumentLine {
  kind: string
  transfer_id: string
  from: AccountRef
  to: AccountRef
  quantity: number
  value_fen: number
}
export interface DocumentAct {
  act: string
  by: UserRef | null
  at: string
  words: string | null
}
export interface DocumentWhole extends DocumentRow {
  lines: DocumentLine[]
  acts: DocumentAct[]
  snapshot: string
  my_hands: string[]
  may_send_back: boolean
  may_cancel: boolean
  may_reverse: boolean
}
export interface Transfer extends DocumentLine {
  shard: string
  day: string | null
  at: string | null
  voucher: 'document' | 'delivery' | 'reversal' | 'none'
  voucher_id: string | null
  reverses_id: string | null
}

/* Where the pieces of a lot are now (src/http/purchase_out.h). */
export interface Lot {
  lot: number
  item: ItemRef | null
  came: number
  value_fen: number
  stock: number
  custody: number
  given: number
  in_kits: number
  lost: number
  transit: number
  sent_back: number
}
export const LOT_PLACES = ['stock', 'custody', 'given', 'in_kits', 'transit', 'lost', 'sent_back'] as const

/* A word of a list, or the program's own where the list lacks it. */
export function word(list: Readonly<Record<string, Pair>>, key: string | null | undefined): string {
  if (!key) return ''
  const pair = list[key]
  return pair ? say(pair) : key
}

/* 内蒙古自治区总工会 经费 本级经费; 王发放 保管 */
export function accountText(a: AccountRef): string {
  const who = a.holder?.name ?? a.org?.name ?? ''
  const parts = [who, word(CLASSES, a.class)]
  if (a.class === 'fund' || a.class === 'source') parts.push(word(SOURCES, a.source))
  return parts.filter(Boolean).join(' ')
}
export function itemText(line: { to: AccountRef; from: AccountRef }): string {
  return line.to.item?.name ?? line.from.item?.name ?? t('cash')
}

/* The shape of a state: good, wait, bad or none. */
export function stateTag(state: string): string {
  if (['done', 'audited', 'confirmed', 'loaded'].includes(state)) return 'tag good'
  if (['cancelled', 'refused', 'withdrawn', 'sent_back'].includes(state)) return 'tag bad'
  return 'tag wait'
}

/* ---- what differs from the paper before ---- */

/* To whom, what: lines of two papers that mean the same. */
function lineKey(l: DocumentLine): string {
  return [l.kind, l.to.org?.code ?? '', l.to.holder?.login ?? '', l.to.item?.code ?? l.from.item?.code ?? ''].join('|')
}
export interface LineDifference {
  key: string
  line: DocumentLine
  before_fen: number | null // null: it was not there
  now_fen: number | null
  before_quantity: number | null
  now_quantity: number | null
}
/* Lines added up by whom and what; only those that differ. */
export function differences(before: readonly DocumentLine[], now: readonly DocumentLine[]): LineDifference[] {
  const found = new Map<string, LineDifference>()
  const at = (line: DocumentLine) => {
    const key = lineKey(line)
    let d = found.get(key)
    if (!d) {
      d = { key, line, before_fen: null, now_fen: null, before_quantity: null, now_quantity: null }
      found.set(key, d)
    }
    return d
  }
  for (const line of before) {
    const d = at(line)
    d.before_fen = (d.before_fen ?? 0) + line.value_fen
    d.before_quantity = (d.before_quantity ?? 0) + line.quantity
  }
  for (const line of now) {
    const d = at(line)
    d.now_fen = (d.now_fen ?? 0) + line.value_fen
    d.now_quantity = (d.now_quantity ?? 0) + line.quantity
  }
  return [...found.values()].filter((d) => d.before_fen !== d.now_fen || d.before_quantity !== d.now_quantity)
}
