/* A row of the trail in words. */
import type { OrgRef } from '@/shared/org'
import { acts, kinds, purposes, refusals, t } from './words'

interface UserRef {
  login: string
  name: string
}
/* src/http/api_audit.c */
export interface TrailRow {
  no: number
  at: string
  by: UserRef | null
  act: string
  outcome: string
  org: OrgRef | null
  kind: string | null
  object: string | null
  about: UserRef | null
  rows: number
  purpose: string
  reference: string | null
  address: string | null
  check: 'good' | 'changed' | 'missing'
}
export interface TrailCheck {
  last: number
  findings: number
  first: { no: number; what: 'changed' | 'missing' }[]
  at: string
}

/* The word of a catalogue, or what came: the program may be newer than this page. */
function of(t: { (key: never): string; catalogue: object }, key: string): string {
  return key in t.catalogue ? t(key as never) : key
}
const userWords = (u: UserRef) => `${u.name}（${u.login}）`

export const actWords = (r: TrailRow) => of(acts, r.act)
export const whoWords = (r: TrailRow) => (r.by ? userWords(r.by) : t('nobody'))
export const fromWords = (r: TrailRow) => r.address ?? t('here')
export function outcomeWords(r: TrailRow): string {
  return r.outcome === 'ok' ? t('done') : t('refused_for', { why: of(refusals, r.outcome) })
}
export function whyWords(r: TrailRow): string {
  return [r.purpose === 'none' ? '' : of(purposes, r.purpose), r.reference].filter(Boolean).join(' · ')
}
export function aboutWords(r: TrailRow): string {
  const what = r.kind ? of(kinds, r.kind) : ''
  const which = r.about ? userWords(r.about) : r.kind === 'list' ? (r.object ?? '') : r.object ? r.object.slice(0, 8) : ''
  return [what, which, r.rows > 0 ? t('rows', { count: r.rows }) : ''].filter(Boolean).join(' · ')
}
