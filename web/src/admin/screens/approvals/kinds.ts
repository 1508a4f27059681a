/* What is signed, kind by kind (src/http/approval.h): what it is called, and where it is decided. Another kind is a line here. */
import type { RouteLocationRaw } from 'vue-router'
import type { OrgRef } from '@/shared/org'
import type { Pair } from '@/shared/words'
import type { UserRef } from '../../money/money'

export interface Approval {
  kind: string
  key: string
  title: string | null
  detail: string | null
  org: OrgRef | null
  cycle: string | null
  amount_fen: number | null
  step: string | null
  state: string
  maker: UserRef | null
  since: string | null
}
export interface Kind {
  title: Pair
  to: (a: Approval) => { name: string } & RouteLocationRaw
}
/* "150000 202411" */
const words = (a: Approval) => a.key.split(' ')

export const APPROVALS: Readonly<Record<string, Kind>> = {
  document: { title: ['单据', 'Paper'], to: (a) => ({ name: 'document', params: { id: a.key } }) },
  cycle: { title: ['活动', 'Cycle'], to: (a) => ({ name: 'cycle', params: { code: a.key } }) },
  budget: { title: ['预算', 'Budget'], to: (a) => ({ name: 'budget-entry', params: { id: a.key } }) },
  payout: { title: ['银行批次', 'Bank batch'], to: (a) => ({ name: 'payout', params: { number: a.key } }) },
  closing: { title: ['结账', 'Closing'], to: (a) => ({ name: 'closing', params: { org: words(a)[0], period: words(a)[1] } }) },
  purchase: { title: ['采购', 'Purchase'], to: (a) => ({ name: 'purchase', params: { id: a.key } }) },
  programme: { title: ['项目方案', 'Programme'], to: (a) => ({ name: 'programme', params: { code: words(a)[0] }, query: { version: words(a)[1] } }) },
}
