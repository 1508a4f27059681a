import type { Screen } from '@/admin/screen'

export default {
  name: 'me',
  title: ['我的账户', 'My account'],
  routes: [{ path: 'me', name: 'me', component: () => import('./Me.vue') }],
} satisfies Screen
