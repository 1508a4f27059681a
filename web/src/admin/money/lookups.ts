/* What forms of money and goods choose from: items, partners, and which source may pay for which purpose. Read to the end: a
 * union has some hundred of each. */
import { api, type Page } from '@/shared/api'

export interface ItemRow {
  code: string
  name: string
  size: string | null
  unit: string
  kit: boolean
}
export interface PartnerRow {
  code: string
  name: string
}
export interface FundRule {
  source: string
  source_name: string
  purpose: string
  purpose_name: string
  verdict: 'allowed' | 'forbidden' | 'unset'
}

async function all<T>(path: string, signal: AbortSignal): Promise<T[]> {
  const found: T[] = []
  let after: string | null = null
  do {
    const page: Page<T> = await api.page<T>(path, { after, limit: 200 }, { signal })
    found.push(...page.items)
    after = page.next
  } while (after)
  return found
}
export const readItems = (signal: AbortSignal) => all<ItemRow>('/items', signal)
export const readPartners = (signal: AbortSignal) => all<PartnerRow>('/partners', signal)
export const readRules = (signal: AbortSignal) => all<FundRule>('/funds/matrix', signal)

/* Purposes that money of a source may be spent on; '': of any source. */
export function purposesOf(rules: readonly FundRule[], source: string): { purpose: string; name: string }[] {
  const found = new Map<string, string>()
  for (const r of rules) if (r.verdict === 'allowed' && (source === '' || r.source === source)) found.set(r.purpose, r.purpose_name)
  return [...found].map(([purpose, name]) => ({ purpose, name }))
}
/* Sources that may pay for something at all. */
export function sourcesOf(rules: readonly FundRule[]): string[] {
  return [...new Set(rules.filter((r) => r.verdict === 'allowed').map((r) => r.source))]
}

/* ---- goods, line by line ---- */

export interface GoodsLine {
  item: string
  quantity: number | null
  total_fen: number | null
  refused: number | null
}
export const noLine = (): GoodsLine => ({ item: '', quantity: null, total_fen: null, refused: null })
/* Lines on which something stands. */
export function written(lines: readonly GoodsLine[]): GoodsLine[] {
  return lines.filter((l) => l.item !== '' || l.quantity !== null || l.total_fen !== null || l.refused !== null)
}
export function sumOf(lines: readonly GoodsLine[]): number {
  return lines.reduce((sum, l) => sum + (l.total_fen ?? 0), 0)
}
/* What is wrong with the first line that is wrong, as a key of ./words; null: none. */
export function lineProblem(lines: readonly GoodsLine[], kind: 'priced' | 'counted' | 'plain'): 'line_none' | 'line_item' | 'line_quantity' | 'line_total' | 'line_twice' | null {
  const all = written(lines)
  if (all.length === 0) return 'line_none'
  const whole = (n: number | null) => n !== null && Number.isInteger(n) && n >= 0
  for (const l of all) {
    if (l.item === '') return 'line_item'
    if (kind === 'counted' ? !whole(l.quantity) || !whole(l.refused ?? 0) || (l.quantity ?? 0) + (l.refused ?? 0) === 0 : !whole(l.quantity) || l.quantity === 0)
      return 'line_quantity'
    if (kind === 'priced' && (l.total_fen === null || l.total_fen < 0)) return 'line_total'
  }
  return new Set(all.map((l) => l.item)).size < all.length ? 'line_twice' : null
}
