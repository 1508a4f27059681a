import type { Screen } from '@/admin/screen'

export default {
  name: 'allotments',
  title: ['资金下拨', 'Allotments'],
  permission: 'money.read',
  menu: { group: 'care', order: 40 },
  routes: [{ path: 'allotments', name: 'allotments', component: () => import('./Allotments.vue') }],
} satisfies Screen
