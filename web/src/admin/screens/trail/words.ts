import { words } from '@/shared/words'

export const t = words({
  title: ['审计日志', 'Audit trail'],
  note: [
    '谁在何时看了、做了什么。日志只增不改，每条都与前一条连着校验；查看日志本身也记一条。',
    'Who saw or did what, and when. Rows are only added, each is checked with the one before; that you read it is a row, too.',
  ],
  label: ['日志', 'Rows of the trail'],
  empty: ['还没有记录', 'Nothing is on record yet'],

  no: ['序号', 'No.'],
  at: ['时间', 'When'],
  by: ['谁', 'Who'],
  nobody: ['程序，或没有查明的人', 'the program, or nobody that was known'],
  act: ['做了什么', 'Act'],
  outcome: ['结果', 'Outcome'],
  done: ['办成', 'done'],
  refused: ['拒绝', 'refused'],
  refused_for: ['拒绝：{why}', 'refused: {why}'],
  about: ['对象', 'About'],
  org: ['涉及工会', 'Union'],
  why: ['事由', 'Purpose'],
  from_where: ['来自', 'From'],
  here: ['本机命令行', 'the machine itself'],
  rows: ['{count} 行', '{count} {count#row|rows}'],
  check: ['校验', 'Check'],

  f_user: ['谁（登录名）', 'Who (login)'],
  f_kind: ['对象类别', 'Kind of object'],
  f_object: ['哪个对象', 'Which object'],
  f_object_hint: ['用户写登录名；其他写编号', 'a user’s login, or an id'],
  f_from: ['从哪天', 'From'],
  f_to: ['到哪天（含）', 'To, inclusive'],

  export_csv: ['导出 CSV', 'Export CSV'],
  export_xlsx: ['导出 Excel', 'Export xlsx'],
  verify: ['从头校验', 'Check all of it'],
  verifying: ['正在校验：第 {done} 条，共 {total} 条', 'Checking: {done} of {total}'],
  whole: ['完好：全部 {last} 条都没有改动、没有缺失（{at} 校验）', 'Whole: none of the {last} rows is changed or missing (checked {at})'],
  broken: ['查出 {count} 处问题，请立即告诉审计管理员，并保留数据库和备份', '{count} {count#finding|findings}: tell the audit administrator at once, and keep database and backups'],
  finding_changed: ['第 {no} 条被改动', 'row {no} was changed'],
  finding_missing: ['第 {no} 条不见了', 'row {no} is missing'],
  last_note: ['最后一条是第 {last} 条。把这个数记在别处，下次就能看出末尾有没有被截去。', 'The last row is number {last}. Noted elsewhere, it shows later whether the end was cut off.'],
})

/* Check of a row with the one before it (src/rights/audit.h). */
export const checks = words({
  good: ['完好', 'whole'],
  changed: ['被改动', 'changed'],
  missing: ['前一条不在', 'the row before is missing'],
})

/* src/rights/audit.h, AUDIT_ACTS. */
export const acts = words({
  'sign-in': ['登录', 'signed in'],
  'second-factor': ['二次验证', 'gave the second factor'],
  'step-up': ['再次验证身份', 'proved himself again'],
  'sign-out': ['退出登录', 'signed out'],
  'session-end': ['注销他人会话', 'ended sessions of another'],
  password: ['设置密码', 'set a password'],
  factor: ['设置二次验证', 'took or dropped a second factor'],
  'paper-codes': ['打印一次性验证码', 'made a paper list of codes'],
  'key-add': ['添加安全密钥', 'added a security key'],
  'key-remove': ['移除安全密钥', 'removed a security key'],
  'oidc-link': ['关联统一登录账号', 'linked or cut an account of a sign-in service'],
  'setup-code': ['生成初始设置码', 'made the set-up code'],
  reset: ['申请重置密码', 'asked for a password reset'],
  'reset-confirm': ['确认重置密码', 'confirmed a password reset'],
  redeem: ['凭一次性码设密码', 'set a password by a one-time code'],
  user: ['增减用户与授权', 'changed users or grants'],
  system: ['系统配置、备份', 'configured or backed up'],
  'audit-read': ['查看审计日志', 'read the trail'],
  list: ['看名单（脱敏）', 'saw a list, masked'],
  person: ['看个人页面', 'saw a person’s page'],
  unmask: ['看完整证件号', 'saw a whole ID number'],
  'unmask-phone': ['看完整电话', 'saw a whole phone number'],
  'unmask-card': ['看完整银行卡号', 'saw a whole card number'],
  export: ['导出', 'exported'],
  import: ['导入', 'imported'],
  change: ['办理业务', 'changed business data'],
})

/* src/rights/audit.h, AUDIT_PURPOSES. */
export const purposes = words({
  delivery: ['核对领取人', 'check who receives'],
  payment: ['核对付款', 'check a payment'],
  correction: ['更正信息', 'correct what is wrong'],
  complaint: ['答复投诉、来访', 'answer a complaint'],
  own: ['本人申请', 'the person himself asks'],
  inspection: ['审计、检查', 'audit or inspection'],
  law: ['依法提供', 'the law demands it'],
})

export const kinds = words({
  person: ['职工', 'person'],
  user: ['用户', 'user'],
  session: ['登录', 'session'],
  list: ['名单', 'list'],
  import: ['导入', 'import'],
  audit: ['审计日志', 'audit trail'],
  backup: ['备份', 'backup'],
  handover: ['岗位交接', 'post handed over'],
})

/* Why signing in and what belongs to it is refused; of anything else its code is shown. */
export const refusals = words({
  signin_wrong: ['用户名或密码不对', 'login or password is wrong'],
  signin_locked: ['错的次数多，暂时锁定', 'locked for a while'],
  code_wrong: ['验证码不对', 'the code is wrong'],
  code_used: ['验证码已用过', 'the code was used'],
  password_wrong: ['原密码不对', 'the old password is wrong'],
  not_granted: ['没有权限', 'not granted'],
})
