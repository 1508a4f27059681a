import { words } from '@/shared/words'

export const t = words({
  title: ['事项', 'Cases'],
  kind: ['事由', 'About'],
  over_issue: ['重复领取', 'given twice'],
  not_entitled: ['没有名额', 'not entitled'],
  proxy_many: ['一人代领多人', 'one proxy for many'],
  proxy_count: ['代了 {count} 人', 'for {count} {count#person|people}'],
  org: ['工会', 'Union'],
  opened: ['登记时间', 'Opened'],
  state: ['状态', 'State'],
  open: ['未结', 'open'],
  closed: ['已办结', 'closed'],
  all: ['未结和已结', 'open and closed'],
  delivery: ['发放记录', 'Hand-over'],
  act: ['操作', 'Act'],
  close: ['办结', 'Close'],
  close_title: ['办结事项', 'Close a case'],
  close_detail: ['写明怎样处理的。物资收回的，请在发放凭证上“红字更正”，事项会自动办结。', 'Say what was done. Where the goods came back, take the hand-over back instead: that closes the case.'],
  one: ['1 个事项', 'one case'],
  closed_done: ['已办结', 'Closed'],
  none: ['没有未结的事项。', 'No case is open.'],
})
