/* How a list is declared. */
import type { Page } from '@/shared/api'
import type { Pair } from '@/shared/words'

export interface Column<Row> {
  key: string
  title: string
  /* number and money stand right and in even digits; day and moment are written out. Default: text. */
  kind?: 'text' | 'number' | 'money' | 'day' | 'moment'
  text?: (row: Row) => string // instead of row[key]
  sort?: string // the word of the program's sort; none: it can't be sorted by this
  width?: number // px, at least
}

export type Filter =
  | { name: string; label: string; kind: 'text'; hint?: string }
  | { name: string; label: string; kind: 'day' }
  | { name: string; label: string; kind: 'org' }
  | { name: string; label: string; kind: 'choice'; choices: readonly { value: string; title: string | Pair }[] }

/* after, sort and each filter by its name */
export type ListQuery = Record<string, string>
export type ListSource<Row> = (query: ListQuery, signal: AbortSignal) => Promise<Page<Row>>

/* What a saved list is called: what, where, when; without what some file systems refuse. */
export function fileName(parts: readonly (string | null | undefined)[], format: string): string {
  const kept = parts.map((p) => (p ?? '').replace(/[\\/:*?"<>|\s]+/g, ' ').trim()).filter((p) => p !== '')
  return `${kept.join('-')}.${format}`
}

/* ---- which rows a window of a long list shows ---- */

/* Browsers draw nothing beyond some 16 to 33 million pixels; a longer list is scrolled in scale. */
export const SCROLL_PX_MAX = 12_000_000

export interface Window {
  first: number
  end: number // the first that is not shown
  before: number // px above the shown rows
  after: number
}

export function windowOf(rows: number, rowPx: number, viewPx: number, scrollPx: number, spare = 12): Window {
  const full = rows * rowPx
  const high = Math.min(full, SCROLL_PX_MAX)
  const ratio = high > viewPx ? (full - viewPx) / (high - viewPx) : 1
  const top = Math.min(scrollPx, Math.max(0, high - viewPx)) * ratio
  const first = Math.max(0, Math.floor(top / rowPx) - spare)
  const end = Math.min(rows, Math.ceil((top + viewPx) / rowPx) + spare)
  const before = Math.max(0, scrollPx - (top - first * rowPx))
  return { first, end, before, after: Math.max(0, high - before - (end - first) * rowPx) }
}
