/* What screens of money and goods share: kinds, states, hands and accounts in the words of a cadre. The program's own words
 * stand in src/ledger/document.h and ledger.h. */
import { words, type Pair } from '@/shared/words'

export const KINDS: Readonly<Record<string, Pair>> = {
  receive: ['收入', 'Money received'],
  allot: ['下拨', 'Allotment'],
  purchase: ['采购', 'Purchase'],
  return: ['退回', 'Money returned'],
  kit: ['组装', 'Kits put together'],
  issue: ['领用', 'Issue'],
  giveback: ['交回', 'Given back'],
  move: ['调拨', 'Moved to a union'],
  loss: ['核销', 'Loss'],
  sendback: ['退货', 'Back to the supplier'],
}
export const STATES: Readonly<Record<string, Pair>> = {
  made: ['已填单', 'Drafted'],
  checked: ['已审核', 'Checked'],
  approved: ['已批准', 'Approved'],
  done: ['已完成', 'Done'],
  cancelled: ['已撤销', 'Cancelled'],
  draft: ['草稿', 'Draft'],
  open: ['进行中', 'Open'],
  closed: ['已结束', 'Closed'],
  exported: ['待回盘', 'Exported'],
  audited: ['已审计', 'Audited'],
  refused: ['已退回', 'Refused'],
  withdrawn: ['已撤回', 'Withdrawn'],
  confirmed: ['已确认', 'Confirmed'],
  loaded: ['已载入', 'Loaded'],
}
export const HANDS: Readonly<Record<string, Pair>> = {
  maker: ['经办', 'Maker'],
  checker: ['审核', 'Check'],
  approver: ['批准', 'Approve'],
  treasurer: ['支付', 'Pay'],
  receiver: ['签收', 'Accept'],
  open: ['开启', 'Open'],
  close: ['结束', 'Close'],
  audit: ['审计', 'Audit'],
  export: ['导出银行文件', 'Export the bank’s file'],
  return: ['登记回盘', 'Enter the bank’s return'],
  confirm: ['确认结账', 'Confirm the closing'],
}
export const ACTS: Readonly<Record<string, Pair>> = {
  make: ['填单', 'Drafted'],
  check: ['审核', 'Checked'],
  approve: ['批准', 'Approved'],
  pay: ['支付', 'Paid'],
  accept: ['签收', 'Accepted'],
  cancel: ['撤销', 'Cancelled'],
  send_back: ['退回', 'Sent back'],
  reverse: ['红字更正', 'Taken back'],
}
export const SOURCES: Readonly<Record<string, Pair>> = {
  FISCAL: ['财政补助', 'Government'],
  UPPER: ['上级补助', 'Union above'],
  OWN: ['本级经费', 'Own funds'],
  DONATION: ['社会捐赠', 'Donation'],
  ADMIN: ['行政补助', 'Employer'],
  OTHER: ['其他', 'Other'],
}
export const CLASSES: Readonly<Record<string, Pair>> = {
  source: ['资金来源', 'Source'],
  fund: ['经费', 'Fund'],
  payable: ['已付货款', 'Paid to suppliers'],
  supply: ['供货', 'Supply'],
  convert: ['组装', 'Put together'],
  stock: ['库存', 'Stock'],
  custody: ['发放员保管', 'Custody'],
  recipient: ['已发放', 'Handed over'],
  'over-issue': ['超发待处理', 'Handed over twice'],
  'written-off': ['核销', 'Written off'],
  'in-transit': ['在途', 'In transit'],
}
export const MOVES: Readonly<Record<string, Pair>> = {
  receive: ['收入', 'Received'],
  allot: ['下拨', 'Allotted'],
  purchase: ['采购', 'Purchase'],
  supply: ['入库', 'Into stock'],
  convert: ['组装', 'Put together'],
  issue: ['领用', 'Issued'],
  move: ['调拨', 'Moved'],
  giveback: ['交回', 'Given back'],
  handover: ['发放', 'Handed over'],
  return: ['退回', 'Returned'],
  loss: ['核销', 'Lost'],
  reverse: ['红字更正', 'Taken back'],
}

export const t = words({
  cash: ['现金', 'Money'],
  nobody: ['—', '—'],
})
