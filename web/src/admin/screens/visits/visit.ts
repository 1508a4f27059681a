/* Visits and giving without names: src/http/api_visit.c. */
import type { UserRef } from '@/shared/care'
import type { OrgRef } from '@/shared/org'
import { count } from '@/shared/words'
import { t } from './words'

export interface Visit {
  visit_id: string
  org: OrgRef | null
  day: string
  leader: string | null
  post: string | null
  site: string
  team: string | null
  met: number | null
  met_is: 'exact' | 'more_than' | 'about' | 'unknown'
  words: string | null
}
export interface VisitWhole extends Visit {
  given: { kind: 'portion' | 'delivery' | 'document'; id: string }[]
}
export interface Portion {
  portion_id: string
  org: OrgRef | null
  day: string
  site: string
  item: { code: string; name: string } | null
  quantity: number
  person_times: number | null
  level: 'C' | 'R'
  value_fen: number
  by: UserRef | null
  words: string | null
  reversed_why: string | null
}

/* As it was said: 120余 is never 120. Unknown is no number. */
export const metText = (v: Visit): string => (v.met === null ? t('met_unknown') : t(`met_${v.met_is}`, { met: count(v.met) }))
export const leaderText = (v: Visit): string => [v.leader, v.post].filter(Boolean).join(' ')
