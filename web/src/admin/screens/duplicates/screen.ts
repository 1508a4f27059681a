import type { Screen } from '@/admin/screen'

export default {
  name: 'duplicates',
  title: ['查重', 'Duplicates'],
  permission: 'roster.read',
  menu: { group: 'roster', order: 30 },
  routes: [{ path: 'duplicates', name: 'duplicates', component: () => import('./Duplicates.vue') }],
} satisfies Screen
