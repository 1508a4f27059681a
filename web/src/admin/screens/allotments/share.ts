/* 资金下拨 as figures: what is shared out of a declared total, and whether it may be handed in. */
import type { OrgRef } from '@/shared/org'

export interface AllotmentRow {
  org: OrgRef | null
  people: number
  rostered: number
  quota: number | null
  should_fen: number | null
  allotted_fen: number
  drafted_fen: number
  returned_fen: number
  lacking_fen: number | null
}
export interface AllotmentTable {
  org: OrgRef | null
  cycle: string
  standard_fen: number | null
  available_fen: number
  left_fen: number | null
  should_fen: number | null
  allotted_fen: number
  drafted_fen: number
  returned_fen: number
  rows: AllotmentRow[]
}
export type Amounts = Record<string, number | null> // fen by the union's code

export interface Shared {
  count: number // how many unions get something
  shared_fen: number
  left_fen: number | null // null: no total is declared
  ready: boolean
}
export function shareOut(total_fen: number | null, amounts: Amounts, available_fen: number): Shared {
  let count = 0
  let shared_fen = 0
  for (const fen of Object.values(amounts))
    if (fen !== null && fen > 0) {
      count++
      shared_fen += fen
    }
  const left_fen = total_fen === null ? null : total_fen - shared_fen
  return { count, shared_fen, left_fen, ready: left_fen === 0 && count > 0 && shared_fen <= available_fen }
}

/* What is lacking, row by row, from the top as far as the money reaches: never more than `limit_fen`. */
export function fillLacking(rows: readonly AllotmentRow[], limit_fen: number): Amounts {
  const amounts: Amounts = {}
  let rest = limit_fen
  for (const row of rows) {
    if (!row.org || row.lacking_fen === null || row.lacking_fen <= 0 || rest <= 0) continue
    const fen = Math.min(row.lacking_fen, rest)
    amounts[row.org.code] = fen
    rest -= fen
  }
  return amounts
}

export function linesOf(amounts: Amounts, rows: readonly AllotmentRow[]): { org: string; amount_fen: number }[] {
  return rows.flatMap((row) => {
    const fen = row.org ? amounts[row.org.code] : null
    return row.org && fen ? [{ org: row.org.code, amount_fen: fen }] : []
  })
}
