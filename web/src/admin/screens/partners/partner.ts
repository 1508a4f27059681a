/* Partners, their roles in cycles and what they gave, as src/http/api_partner.c and api_cooperation.c answer them. */
import type { OrgRef } from '@/shared/org'
import type { Pair } from '@/shared/words'
import type { Qualifier } from '../../parts/figure'

export interface Partner {
  code: string
  name: string
  kind: string
  uscc: string | null
  org: OrgRef | null
  from: string | null
  closed: string | null
}
export interface PartnerDetail extends Partner {
  aliases: string[]
  names: { name: string; from: string | null; until: string | null }[]
}
export interface Role {
  cycle: string | null
  role: string
  partner: { code: string; name: string } | null
  org: OrgRef | null
}
export interface CycleRoles {
  roles: Role[]
  may_change: boolean
}
export interface Giving {
  how: 'donation' | 'reported'
  cycle: string | null
  org: OrgRef | null
  day: string | null
  amount_fen: number | null
  amount_is: Qualifier | null
  people: number | null
  people_is: Qualifier | null
  goods: boolean
  words: string | null
  document_id: string | null
}

/* src/org/partner.h */
export const PARTNER_KINDS: Readonly<Record<string, Pair>> = {
  government: ['政府部门', 'Government body'],
  institution: ['事业单位', 'Public institution'],
  hospital: ['医院', 'Hospital'],
  company: ['企业', 'Company'],
  national: ['全国工会', 'National union'],
  social: ['社会组织', 'Social organisation'],
  other: ['其他', 'Other'],
}
/* src/care/cooperation.h */
export const COOPERATION: Readonly<Record<string, Pair>> = {
  lead: ['主办', 'Lead'],
  joint: ['联合', 'Joint'],
  host: ['承办', 'Host'],
  'co-builder': ['共建', 'Co-builder'],
  reporter: ['报送', 'Reporter'],
}
