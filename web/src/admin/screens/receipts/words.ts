import { words } from '@/shared/words'

export const t = words({
  title: ['收款登记', 'Money received'],
  hint: ['登记到账的慰问资金。提交后由审核、批准、出纳依次签字，签完才入账。', 'Money that has come in. It is booked once the checker, the approver and the cashier have signed.'],
  source: ['资金来源', 'Source of the money'],
  FISCAL: ['财政补助', 'government'],
  UPPER: ['上级补助', 'union above'],
  OWN: ['本级经费', 'own funds'],
  ADMIN: ['行政补助', 'employer'],
  OTHER: ['其他', 'other'],
  amount: ['金额（元）', 'Amount (yuan)'],
  about: ['说明', 'About'],
  reference: ['文号', 'Number of the paper'],
  union: ['收款工会', 'Received by'],
  choose_union: ['请先在右上角选择收款的工会', 'Choose the union at the top first'],
  need_amount: ['请填金额', 'Enter the amount'],
  need_source: ['请选资金来源', 'Choose the source'],
  submit: ['提交审批', 'Hand in for approval'],
  submitted: ['已提交，等待审核', 'Handed in; it waits to be checked'],
  donation_hint: ['社会捐赠另有登记，要写明用途和收据。', 'Donations are entered apart, with purpose and receipt.'],
  not_now: ['活动“{state}”，已批准或进行中的活动才能收款。', 'The cycle is {state}: only an approved or open one receives money.'],
})
