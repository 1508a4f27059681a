/* Donations as the program answers them (src/http/api_donation.c). */
import type { OrgRef } from '@/shared/org'
import type { DocumentRow, DocumentWhole, Lot } from '../../money/money'

export interface Donation {
  donation_id: string
  org: OrgRef | null
  cycle: string | null
  donor_kind: 'partner' | 'person' | 'anonymous'
  donor: string | null
  goods: boolean
  amount_fen: number
  returned_fen: number
  left_fen: number
  purpose: string | null
  basis: string | null
  state: string
  reversed: boolean
  day: string | null
  receipt: string | null
}
export interface DonationWhole extends Donation {
  words: string | null
  purpose_name: string | null
  document: DocumentWhole
  uses: { document: DocumentRow; in_fen: number; out_fen: number }[]
  lots: Lot[]
  may_receipt: boolean
  may_return: boolean
}
export interface Receipt {
  number: string
  org: OrgRef | null
  donor: string | null
  day: string | null
  goods: boolean
  amount_fen: number
  basis: string | null
  purpose_name: string | null
}
