/* Recording a batch by hand: pure. */
import type { ItemRef, Level, UserRef } from '@/shared/care'
import type { OrgRef } from '@/shared/org'

export interface Custody {
  holder: UserRef | null
  org: OrgRef | null
  item: ItemRef | null // null: cash
  quantity: number | null
  value_fen: number
  explained: boolean
}
export interface Right {
  entitlement: string
  org: OrgRef | null
  person: string
  name: string
  team: string | null
  benefit: string
  quantity: number
  value_fen: number
  day: string
  state: 'open' | 'given' | 'void'
  void_why: string | null
  delivery: string | null
  level: Level | null
  given: string | null
}
export interface RecordResult {
  awarded: number
  unchanged: number
  over_issue: number
  refused: number
  results: { record_id: string | null; outcome: string; message: string | null; reason: string | null }[]
}
export const RECORDS_MAX = 200
/* Cash out of the union's fund: nobody holds it. */
export const FUND_CASH: Custody = { holder: null, org: null, item: null, quantity: null, value_fen: 0, explained: false }

/* One record a ticked person, each with an id of its own that stays over every retry. */
export function records(people: readonly Right[], ids: ReadonlyMap<string, string>, from: Custody, level: Level, at: string) {
  return people.map((p) => ({
    record_id: ids.get(p.entitlement) ?? '',
    person: p.person,
    org: p.org?.code ?? '',
    item: from.item?.code ?? 'cash',
    ...(from.item ? { quantity: p.quantity } : { amount_fen: p.value_fen }),
    level,
    at,
    ...(from.holder ? { by: from.holder.login } : {}),
  }))
}

/* Who was not recorded, and why, in the order of the list. */
export function refusals(people: readonly Right[], reply: RecordResult): { person: Right; message: string }[] {
  return reply.results.flatMap((r, i) => {
    const person = people[i]
    return r.outcome === 'refused' && person ? [{ person, message: r.message ?? r.reason ?? '' }] : []
  })
}

/* "2024-10-26T09:30" of a union's clock as a moment. */
export function momentOf(local: string): string {
  return /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/.test(local) ? local + ':00+08:00' : ''
}
