import type { Screen } from '@/admin/screen'

export default {
  name: 'hands',
  title: ['经手人数', 'Hands for money'],
  permission: 'hands.read',
  menu: { group: 'system', order: 30 },
  routes: [{ path: 'hands', name: 'hands', component: () => import('./Hands.vue') }],
} satisfies Screen
