import { words } from '@/shared/words'

export const t = words({
  login: ['用户名', 'Login'],
  password: ['密码', 'Password'],
  enter: ['登录', 'Sign in'],
  ended: ['登录已过期。重新登录后会回到刚才的页面，没交完的内容还在。', 'Your session has ended. Sign in again and you are back where you were; what you had not handed in is still there.'],
  help: [
    '忘记密码或丢了验证器：请联系本单位系统管理员，须两人核实后重置。',
    'Forgotten password or lost authenticator: ask your administrator; two people reset it together.',
  ],

  or: ['或者', 'or'],
  by_service: ['用{name}登录', 'Sign in by {name}'],
  return_title: ['正在登录', 'Signing in'],
  return_link_title: ['正在关联账号', 'Linking your account'],
  return_busy: ['正在核对，请稍候……', 'Checking, one moment…'],
  return_failed: ['没有登录成功', 'Not signed in'],
  return_link_failed: ['没有关联成功', 'Not linked'],
  return_back: ['返回登录', 'Back to sign-in'],
  return_me: ['返回我的账户', 'Back to my account'],

  factor_title: ['第二步验证', 'Second step'],
  factor_why: [
    '打开手机上的验证器，输入 6 位数字；没带手机，就用纸质备用码中的一个（每个只能用一次）。',
    'Enter the 6 digits of your authenticator, or one of your paper codes (each works once).',
  ],
  factor_code: ['验证码或备用码', 'Code'],
  factor_go: ['验证', 'Verify'],

  enrol_title: ['绑定验证器', 'Set up your authenticator'],
  enrol_why: [
    '您的职责需要两步验证。用手机上任一种验证器（如“腾讯身份验证器”、FreeOTP、Microsoft Authenticator）扫这个码，再输入它显示的 6 位数字。',
    'Your role needs a second step. Scan this with any authenticator app, then enter the 6 digits that it shows.',
  ],
  enrol_qr: ['验证器二维码', 'QR code for the authenticator'],
  enrol_secret: ['扫不了码就手工输入这串密钥', 'If you cannot scan it, enter this secret'],
  enrol_code: ['验证器上的 6 位数字', 'The 6 digits'],
  enrol_go: ['完成绑定', 'Finish'],
  paper_title: ['请抄下或打印纸质备用码', 'Write down or print your paper codes'],
  paper_why: [
    '没带手机时用，每个只能用一次。只显示这一回，请放在单位保险柜里，不要拍照、不要存在电脑上。以前的备用码已作废。',
    'For a day without your phone, each works once. They are shown this once: keep them in a safe, not in a picture or a file. Those before are void.',
  ],
  paper_kept: ['我已抄好', 'I have them'],
  paper_alone: ['没有智能手机？改用纸质备用码', 'No smartphone? Use paper codes instead'],
  paper_first: ['请输入刚抄下的任意一个备用码，确认没有抄错。这个码随即作废。', 'Enter any of the codes that you have just written down, to be sure of them. It is then used up.'],
  paper_code: ['备用码', 'Paper code'],
  paper_later: [
    '验证器已绑定。备用码这次没有取到，之后可以在“我的账户”里再打印。',
    'The authenticator is set up. The paper codes could not be had now; print them later on the page “My account”.',
  ],
  go_on: ['继续', 'Go on'],
  print: ['打印', 'Print'],

  change_title: ['设置新密码', 'Set a new password'],
  change_why: ['当前密码是别人为您设的，用一次就要换成只有您知道的。', 'This password was made for you by somebody else: choose one that only you know.'],
  change_old: ['当前密码', 'Current password'],
  change_new: ['新密码', 'New password'],
  change_again: ['再输一次新密码', 'New password again'],
  change_hint: ['至少 12 个字符；用几个不相干的词最好记。不能含姓名、电话。', 'At least 12 characters; a few unrelated words are best. Not your name or phone.'],
  change_differs: ['两次输入的不一样', 'The two differ'],
  change_short: ['至少 12 个字符，现在是 {count} 个', 'At least 12 characters; these are {count}'],
  change_go: ['换成新密码', 'Change it'],

  setup_title: ['第一次启用', 'First start'],
  setup_why: [
    '服务器第一次启动时在屏幕上显示过一个启用码，只显示一次，凭它为第一个系统管理员设置密码。系统管理员只管系统和授权，看不到业务数据。',
    'At its first start the server printed a set-up code once. With it the first administrator sets his password; he looks after the system and grants, and sees no business data.',
  ],
  setup_code: ['启用码', 'Set-up code'],
  setup_go: ['设置密码并登录', 'Set the password and sign in'],
  reset_to: ['我有重置码或启用码', 'I have a reset code or a set-up code'],
  reset_title: ['凭重置码设置密码', 'Set a password by a code'],
  reset_why: [
    '重置码由管理员申请、另一人确认后交给您本人，24 小时内有效，用一次就作废。',
    'A reset code is asked for by your administrator and confirmed by a second person; it is good for 24 hours and works once.',
  ],
  reset_code: ['重置码', 'Reset code'],
  setup_back: ['返回登录', 'Back to sign-in'],
  missing: ['请填写{what}', 'Please fill in: {what}'],
  other_user: ['换一个用户登录', 'Sign in as somebody else'],
})
