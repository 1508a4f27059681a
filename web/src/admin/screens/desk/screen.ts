import type { Screen } from '@/admin/screen'

/* Whoever is signed in has a desk; what lies on it follows from his rights. */
export default {
  name: 'desk',
  title: ['工作台', 'Desk'],
  menu: { group: 'desk', order: 0 },
  routes: [{ path: '', name: 'desk', component: () => import('./Desk.vue') }],
} satisfies Screen
