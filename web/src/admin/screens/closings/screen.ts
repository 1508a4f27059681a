import type { Screen } from '@/admin/screen'

export default {
  name: 'closings',
  title: ['结账', 'Closings'],
  permission: 'money.read',
  menu: { group: 'ledger', order: 20 },
  routes: [
    { path: 'closings', name: 'closings', component: () => import('./Closings.vue') },
    { path: 'closings/:org/:period', name: 'closing', component: () => import('./Closing.vue'), props: true },
  ],
} satisfies Screen
