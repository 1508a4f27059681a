import type { Screen } from '@/admin/screen'

export default {
  name: 'papers',
  title: ['资金物资单据', 'Papers of money and goods'],
  permission: ['money.read', 'deliver'],
  menu: { group: 'care', order: 45, title: ['单据', 'Papers'] },
  routes: [
    { path: 'papers', name: 'papers', component: () => import('./Papers.vue') },
    { path: 'papers/new/:kind', name: 'paper-new', component: () => import('./PaperNew.vue'), props: true },
  ],
} satisfies Screen
