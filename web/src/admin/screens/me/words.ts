import { words } from '@/shared/words'

export const t = words({
  title: ['我的账户', 'My account'],
  login: ['用户名', 'Login'],
  name: ['姓名', 'Name'],
  grants: ['我的职责', 'My roles'],
  union: ['工会', 'Union'],
  until: ['有效期至', 'Until'],
  open_end: ['长期', 'no end'],
  everywhere: ['全部工会', 'all unions'],
  rights: ['我能做的', 'What I may do'],
})
