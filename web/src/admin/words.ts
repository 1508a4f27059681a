/* Words of the frame itself and of the parts that all screens share. */
import { words } from '@/shared/words'

export const t = words({
  brand: ['送暖', 'Songnuan'],
  sign_in: ['登录', 'Sign in'],
  sign_out: ['退出登录', 'Sign out'],
  nowhere: ['没有这个页面', 'No such page'],
  nowhere_why: [
    '网址可能抄错了，或者这项内容已经移走。请从左边菜单进入。',
    'The address may be wrong, or what was here has moved. Please go by the menu.',
  ],
  to_desk: ['回到工作台', 'To the desk'],
  skip: ['跳到正文', 'Skip to the content'],
  menu: ['菜单', 'Menu'],
  menu_close: ['收起菜单', 'Close the menu'],
  demo: [
    '演示系统：名单是合成数据，密码公开，随时会清空。不要录入真实职工的信息。',
    'Demonstration: the people are synthetic, passwords are public, everything may be wiped. Enter no real person’s data.',
  ],
  other_language: ['English', '中文'],
  me: ['我的账户', 'My account'],
  union: ['当前工会', 'Union'],
  union_everywhere: ['全部工会', 'All unions'],

  print_code: ['工会代码 {code}', 'Union {code}'],
  print_number: ['编号 {number}', 'No. {number}'],
  print_at: ['{at} {name} 打印', 'Printed {at} by {name}'],
  print_maker: ['经手人', 'Maker'],
  print_witness: ['证明人', 'Witness'],
  print_approver: ['审批人', 'Approver'],
  print_accountant: ['会计', 'Accountant'],
  print_auditor: ['经审', 'Auditor'],
  print_receiver: ['领取人', 'Received by'],
  print_donor: ['捐赠人', 'Donor'],
  print_day: ['日期', 'Date'],
  print_seal: ['（盖章处）', '(seal)'],

  as_of: ['数据时间 {at}', 'As of {at}'],
  reload: ['刷新', 'Reload'],
  loading: ['正在读取……', 'Loading…'],
  denied: ['您没有查看这里的权限', 'You may not see this'],
  denied_why: [
    '需要“{needs}”权限。请联系本单位管理员，或在右上角切换到您有权限的工会。',
    'It needs the right “{needs}”. Ask your administrator, or choose a union where you hold it.',
  ],
  again: ['再试一次', 'Try again'],
  opening: ['正在打开……', 'Opening…'],
  missed: [
    '这一页没有打开：网络断了，或者程序刚刚更新。请重新载入；存了草稿的内容还在。',
    'The page did not open: the line was cut, or the program has just been updated. Load it again; drafts are still there.',
  ],
  missed_again: ['重新载入', 'Load again'],
  nothing_due: ['尚无应领', 'Nothing is due yet'],
  nothing: ['这里还没有内容', 'Nothing here yet'],
  nothing_found: ['没有符合条件的记录', 'Nothing matches'],
  clear_filters: ['清除条件', 'Clear filters'],
  error_code: ['问题代码 {code}', 'Problem code {code}'],

  more_rows: ['再看一些', 'Show more'],
  rows_shown: ['已显示 {count} 条', '{count} {count#row|rows} shown'],
  rows_end: ['共 {count} 条，已全部显示', 'All {count} shown'],
  filters: ['筛选条件', 'Filters'],
  filter_all: ['全部', 'All'],
  unknown: ['未报', 'not reported'],
  unknown_parts: ['另有 {count} 家未报', '{count} more not reported'],

  cycle: ['活动', 'Cycle'],
  no_cycle: ['您所在的工会还没有活动。', 'Your union has no cycle yet.'],

  confirm: ['确定', 'Confirm'],
  cancel: ['取消', 'Cancel'],
  reason: ['理由', 'Reason'],
  reason_needed: ['请写明理由', 'Please give the reason'],

  pick_union: ['选择工会', 'Choose a union'],
  pick_find: ['输入名称、简称或编码', 'Name, short name or code'],
  pick_none: ['没有找到“{what}”。可以试试简称，或者区划代码。', 'Nothing found for “{what}”. Try a short name or a division code.'],

  step_up: ['请再次证明是您本人', 'Please prove again that it is you'],
  step_up_why: [
    '这一步关系重大，请输入验证器上的 6 位数字或一个备用码；没有开通两步验证的，请输入密码。',
    'This step matters: enter the 6 digits of your authenticator or a paper code; without a second factor, your password.',
  ],
  step_up_or: ['或者输入验证器上的 6 位数字，或一个备用码。', 'Or enter the 6 digits of your authenticator, or a paper code.'],
  step_up_code: ['验证码、备用码或密码', 'Code or password'],

  draft_restored: ['已恢复您 {at} 没交完的内容', 'What you had not handed in at {at} is back'],
  drafts_lost: [
    '这台电脑上有您 {count} 份没交完的草稿打不开了：加密它们的密钥不是本系统现在的密钥（例如系统重装过，或更换过密钥）。打不开的已删去，请重新填写。',
    '{count} of your drafts on this computer {count#does|do} not open any more: they were sealed by a key that this system no longer has (it was installed anew, or its keys were replaced). Those have been deleted; please fill them in again.',
  ],
  drafts_lost_seen: ['知道了', 'I see'],
  draft_discard: ['不要了，重新填', 'Discard and start again'],
  draft_kept: ['草稿已加密存在本机 {at}', 'Draft kept in this browser, sealed, {at}'],
  drafts_left: ['没交完的草稿', 'Drafts not handed in'],
  drafts_count: ['{count} 份', '{count} {count#draft|drafts}'],
  drafts_detail: ['草稿加密存在这台电脑上，只有您登录才能打开，7 天后自动删去。这台电脑别人也用时，可以现在删去。', 'They lie on this computer, sealed: nobody but you opens them, and they go after 7 days. Where others use it too, you may delete them now.'],
  drafts_keep: ['保留草稿并退出', 'Keep them and sign out'],
  drafts_drop: ['删去草稿并退出', 'Delete them and sign out'],
  required: ['请填写', 'Please fill in'],
  form_errors: ['有 {count} 处需要改', '{count} {count#thing needs|things need} mending'],
  find: ['查找', 'Find'],
  not_money: ['请写金额，例如 1234.50 或 1.5万', 'An amount, such as 1234.50'],

  ticked_all: ['全选已显示的', 'Tick all that are shown'],
  live: ['实时', 'Live'],
  live_joining: ['正在连接实时数据', 'Joining the live figures'],
  live_cut: ['实时数据断线，停在 {at}', 'Live figures cut off, as of {at}'],
  job_of: ['{done} / {total}（{percent}%）', '{done} of {total} ({percent} %)'],
  job_so_far: ['已办 {done}', '{done} so far'],
  job_cancel: ['取消', 'Cancel'],
  save_as: ['导出', 'Export'],
  save_list: ['导出 {list}：{format}', 'Export {list}: {format}'],
  saving: ['正在导出', 'Exporting'],
})

/* src/rights/permission.h and src/rights/rights.h, for menus and for pages that say what is needed. */
export const permissionWords = words({
  'care.read': ['看活动与进度', 'see cycles and progress'],
  'figures.read': ['看统计报表', 'see figures and reports'],
  'roster.read': ['看职工名册（脱敏）', 'see rosters, masked'],
  'roster.write': ['导入、修改名册', 'import and correct rosters'],
  'org.read': ['看组织', 'see the tree of unions'],
  'org.write': ['调整组织', 'change the tree of unions'],
  'cycle.make': ['拟定、开启、结束活动', 'draft, open and close cycles'],
  'cycle.sign': ['审核、批准、审计活动', 'check, approve and audit cycles'],
  entitle: ['核定应领', 'make entitlements'],
  deliver: ['登记发放', 'record hand-overs'],
  reverse: ['红字更正', 'take a posting back'],
  'money.read': ['看资金与物资台账', 'see accounts of money and goods'],
  'money.make': ['拟资金、物资单据', 'draft papers of money and goods'],
  'money.sign': ['签资金、物资单据', 'sign papers of money and goods'],
  unmask: ['凭事由看完整证件号、电话', 'see whole numbers, for a purpose'],
  'unmask.card': ['凭事由看完整银行卡号', 'see whole card numbers, for a purpose'],
  export: ['导出', 'export lists'],
  'user.write': ['管理用户与授权', 'manage users and grants'],
  'hands.read': ['看经手人数规定', 'see how many hands money needs'],
  'audit.read': ['看审计日志', 'read the audit trail'],
  system: ['系统配置、备份', 'configure and back up the system'],
  'scan.read': ['看照片和扫描件', 'see pictures and scans'],
  'scan.add': ['上传照片和扫描件', 'add pictures and scans'],
})

export const roleWords = words({
  admin: ['系统管理员', 'administrator'],
  maker: ['经办', 'maker'],
  checker: ['审核', 'checker'],
  approver: ['批准', 'approver'],
  accountant: ['会计', 'accountant'],
  cashier: ['出纳', 'cashier'],
  keeper: ['仓管', 'store keeper'],
  distributor: ['发放员', 'distributor'],
  auditor: ['经审', 'auditor'],
  supervisor: ['上级监督', 'supervisor'],
  security: ['安全管理员', 'security administrator'],
  auditadmin: ['审计管理员', 'audit administrator'],
})

export function roleName(role: string): string {
  return role in roleWords.catalogue ? roleWords(role as keyof typeof roleWords.catalogue) : role
}

/* Evidence levels of figures (src/report/report.h), strongest first. */
export const levelWords = words({
  A: ['本人确认', 'confirmed by the person'],
  B: ['签名影像', 'signature or photo'],
  C: ['发放人记录', 'distributor’s record'],
  R: ['汇总上报', 'reported total'],
})
