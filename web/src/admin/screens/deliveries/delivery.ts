import type { ItemRef, Level, UserRef } from '@/shared/care'
import type { OrgRef } from '@/shared/org'

export interface Delivery {
  record_id: string
  at: string
  received: string
  org: OrgRef | null
  giver: OrgRef | null
  person: string
  name: string
  benefit: string | null
  item: ItemRef | null
  quantity: number | null
  value_fen: number
  level: Level
  by: UserRef | null
  recorded_by: UserRef | null
  state: 'given' | 'over_issue' | 'reversed'
  case: string | null
}
export interface Transfer {
  transfer_id: string
  day: string
  from: string
  to: string
  source: string
  lot: number | null
  quantity: number
  value_fen: number
  document: string | null
  log_index: number | null
}
export interface WholeDelivery {
  cycle: string
  delivery: Delivery
  entitlement: string | null
  reversed: string | null
  reversed_by: UserRef | null
  reversed_why: string | null
  transfers: Transfer[]
}
export const stateTag = { given: 'good', over_issue: 'bad', reversed: 'wait' } as const

/* What the person gets: one a record in the log. */
export interface DeliveryReceipt {
  transfer_id: string
  index: number
  size: number
  record: string
  bound: boolean
  short: string
  full: string
  proof: string
}
export interface DeliveryReceipts {
  record_id: string
  origin: string
  receipts: DeliveryReceipt[]
}
/* The value of a record's line; "-" where it has none. */
export function recordLine(record: string, key: string): string {
  const line = record.split('\n').find((l) => l.startsWith(`${key} `))
  return line ? line.slice(key.length + 1) : '-'
}
