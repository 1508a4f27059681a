/* A person as the program shows him: masked. */
import type { Pair } from '@/shared/words'

export interface Ref {
  code: string
  name: string
}
export interface Person {
  id: string
  org: Ref | null
  name: string
  id_number: string | null
  phone: string | null
  team: string | null
  site: string | null
  employer: string | null
  workplace: string | null
  post: string | null
  size: string | null
  categories: string[]
  left: boolean
}
export interface Received {
  record: string
  cycle: Ref | null
  org: Ref | null
  item: string | null
  quantity: number | null
  value_fen: number
  level: 'A' | 'B' | 'C' | 'R'
  at: string
  by: { login: string; name: string } | null
  state: 'given' | 'over-issue' | 'reversed'
}
export interface PersonPage {
  person: Person
  added: string
  left: string | null
  household: string | null
  household_members: Person[]
  merged: number
  card: { number: string; bank: string | null; bad: boolean } | null
  honours: { award: string; giver: string | null; year: number | null }[]
  received: Received[]
  waiting: { cycle: Ref | null; benefit: string; quantity: number; value_fen: number; since: string | null }[]
}

export const LEVELS: Readonly<Record<Received['level'], Pair>> = {
  A: ['本人确认', 'confirmed by the person'],
  B: ['签名影像', 'signature or photo'],
  C: ['发放人记录', 'distributor’s record'],
  R: ['汇总上报', 'reported total'],
}

/* What stands in the find box: 18 (or 15) digits are an ID number, 11 a phone, four the last of an ID number (with a name,
 * too), else the beginning of a name. Full-width digits and blanks are as good. */
export interface Asked {
  id_number?: string
  phone?: string
  last4?: string
  name?: string
}
export function readAsked(text: string): Asked | null {
  const plain = text.normalize('NFKC').trim()
  if (plain === '') return null
  const tight = plain.replace(/[\s-]/g, '')
  if (/^(\d{17}[\dXx]|\d{15})$/.test(tight)) return { id_number: tight }
  if (/^(\+?86)?1\d{10}$/.test(tight)) return { phone: tight }
  const parts = plain.split(/[\s,，]+/)
  const last4 = parts.find((p) => /^\d{3}[\dXx]$/.test(p))
  const name = parts.filter((p) => p !== last4).join('')
  if (last4) return name ? { last4, name } : { last4 }
  return { name: plain }
}

/* Money that counts: what was taken back or handed over by mistake does not. */
export function totalFen(received: readonly Received[]): number {
  return received.filter((r) => r.state === 'given').reduce((sum, r) => sum + r.value_fen, 0)
}

/* A number that is shown whole for a purpose: src/http/api_unmask.c. */
export type WholeField = 'id_number' | 'phone' | 'card'
export interface Whole {
  field: WholeField
  value: string
  shown_to: { login: string; name: string } | null
  at: string
  hide_after_s: number
  left_hour: number
  left_day: number
}
/* In groups that are read aloud: 150302 19600101 0021, 138 0013 8000, 6228 4804 … */
export function grouped(field: WholeField, value: string): string {
  if (field === 'id_number' && value.length === 18) return `${value.slice(0, 6)} ${value.slice(6, 14)} ${value.slice(14)}`
  if (field === 'phone' && value.length === 11) return `${value.slice(0, 3)} ${value.slice(3, 7)} ${value.slice(7)}`
  return field === 'card' ? value.replace(/(.{4})(?=.)/g, '$1 ') : value
}
