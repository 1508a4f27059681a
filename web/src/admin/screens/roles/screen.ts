import type { Screen } from '@/admin/screen'

export default {
  name: 'roles',
  title: ['岗位能做什么', 'What each role may do'],
  permission: 'hands.read',
  menu: { group: 'system', order: 20 },
  routes: [{ path: 'roles', name: 'roles', component: () => import('./Roles.vue') }],
} satisfies Screen
