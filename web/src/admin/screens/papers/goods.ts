/* Papers of goods: what is on hand, what is asked of it, and the body that the program takes (src/http/api_document_draft.c). */
import type { OrgRef } from '@/shared/org'
import type { Permission } from '@/shared/session'
import type { Pair } from '@/shared/words'
import type { ItemRef, UserRef } from '../../money/money'

/* In the order of the page; who may draft it is what the program's routes ask. */
export const GOODS_KINDS = ['issue', 'giveback', 'move', 'kit', 'loss', 'count'] as const
export type GoodsKind = (typeof GOODS_KINDS)[number]
export const GOODS_PERMISSION: Readonly<Record<GoodsKind, Permission>> = {
  issue: 'deliver', giveback: 'care.read', move: 'deliver', kit: 'money.make', loss: 'deliver', count: 'deliver',
}
export const kindOf = (text: string): GoodsKind | undefined => GOODS_KINDS.find((k) => k === text)

/* src/base/quantity.h */
export const UNITS: Readonly<Record<string, Pair>> = {
  piece: ['件', 'pieces'], set: ['套', 'sets'], portion: ['份', 'portions'], kilogram: ['公斤', 'kilograms'], litre: ['升', 'litres'],
  volume: ['册', 'volumes'], letter: ['封', 'letters'],
}

/* src/http/api_stock.c */
export interface StockRow {
  org: OrgRef | null
  place: string
  holder: UserRef | null
  cycle: string | null
  item: ItemRef | null // null: cash
  lots: number
  quantity: number
  held_quantity: number
  value_fen: number
}
export interface Shelf {
  item: ItemRef
  free: number // less what papers that are drafted have reserved
  held: number
  lots: number
}

/* What lies in one place, item by item; cash apart. */
export function shelfOf(rows: readonly StockRow[]): Shelf[] {
  return rows
    .filter((r): r is StockRow & { item: ItemRef } => r.item !== null)
    .map((r) => ({ item: r.item, free: r.quantity - r.held_quantity, held: r.held_quantity, lots: r.lots }))
    .sort((a, b) => (a.item.code < b.item.code ? -1 : 1))
}
export const cashOf = (rows: readonly StockRow[]): number => rows.filter((r) => r.item === null).reduce((all, r) => all + r.value_fen, 0)

export interface Line {
  item: string
  quantity: string // as typed
}
/* Whole pieces, full-width digits too; null: not a number of pieces. */
export function pieces(text: string): number | null {
  const plain = text.trim().replace(/[０-９]/g, (d) => String.fromCharCode(d.charCodeAt(0) - 0xfee0)).replace(/,/g, '')
  return /^\d{1,12}$/.test(plain) ? Number(plain) : null
}
export const isBlank = (l: Line): boolean => l.item === '' && l.quantity.trim() === ''

export type LineProblem = 'need_item' | 'need_quantity' | 'twice' | 'short'
/* What is wrong with each line, by its place; what the program would refuse is said at the field before it is sent. */
export function lineProblems(lines: readonly Line[], shelf: readonly Shelf[]): Map<number, LineProblem> {
  const found = new Map<number, LineProblem>()
  const seen = new Set<string>()
  lines.forEach((l, i) => {
    if (isBlank(l)) return
    const at = shelf.find((s) => s.item.code === l.item)
    const count = pieces(l.quantity)
    if (!at) found.set(i, 'need_item')
    else if (seen.has(l.item)) found.set(i, 'twice')
    else if (count === null || count === 0) found.set(i, 'need_quantity')
    else if (count > at.free) found.set(i, 'short')
    seen.add(l.item)
  })
  return found
}
export interface SentLine {
  item?: string
  quantity: number
}
export function sentLines(lines: readonly Line[]): SentLine[] {
  return lines.filter((l) => !isBlank(l)).map((l) => ({ item: l.item, quantity: pieces(l.quantity) ?? 0 }))
}

export interface Values {
  document_id: string
  what: 'goods' | 'cash'
  to: string // login
  to_org: string
  to_org_name: string
  holder: string // login; '': the stock
  org: string // giveback: to which union
  source: string
  purpose: string
  budget: string
  words: string
  reference: string
  amount_fen: number | null
  item: string // of a kit
  quantity: string
  lines: Line[]
  counted: Record<string, string> // item: as typed; absent: not counted
}

const said = (v: Values, ...names: ('words' | 'reference' | 'purpose' | 'budget' | 'source')[]) =>
  Object.fromEntries(names.map((n) => [n, v[n].trim()]).filter(([, text]) => text !== ''))

export interface Where {
  org: string
  cycle: string
}
/* The path and the body. */
export function sent(kind: GoodsKind, v: Values, where: Where): { path: string; body: Record<string, unknown> } {
  const head = { document_id: v.document_id, org: where.org, cycle: where.cycle, ...said(v, 'words', 'reference') }
  if (kind === 'kit') return { path: '/documents/kit', body: { ...head, item: v.item, quantity: pieces(v.quantity) ?? 0 } }
  if (kind === 'count') {
    const lines = Object.entries(v.counted).filter(([, n]) => pieces(n) !== null).map(([item, n]) => ({ item, quantity: pieces(n)! }))
    return { path: '/stock/counts', body: { ...head, ...(v.holder ? { holder: v.holder } : {}), lines } }
  }
  const cash = v.what === 'cash' && kind !== 'move'
  const lines = cash ? [{ quantity: v.amount_fen ?? 0 }] : sentLines(v.lines)
  const body: Record<string, unknown> = { ...head, count: lines.length, lines }
  if (cash) body.total_fen = v.amount_fen
  if (cash && kind !== 'loss') Object.assign(body, said(v, 'source', 'purpose', 'budget'))
  if (kind === 'issue') body.to = v.to
  if (kind === 'move') body.to = v.to_org
  if (kind === 'loss' && v.holder) body.holder = v.holder
  return { path: `/documents/${kind}`, body }
}

/* How many kits the parts on hand are enough for. */
export function kitsFrom(parts: readonly { item: string; quantity: number }[], shelf: readonly Shelf[]): number {
  if (parts.length === 0) return 0
  return Math.min(...parts.map((p) => Math.floor((shelf.find((s) => s.item.code === p.item)?.free ?? 0) / p.quantity)))
}
