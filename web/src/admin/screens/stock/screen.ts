import type { Screen } from '@/admin/screen'

export default {
  name: 'stock',
  title: ['物资', 'Goods'],
  permission: 'money.read',
  menu: { group: 'care', order: 50 },
  routes: [{ path: 'stock', name: 'stock', component: () => import('./Stock.vue') }],
} satisfies Screen
