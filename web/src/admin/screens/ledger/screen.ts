import type { Screen } from '@/admin/screen'

export default {
  name: 'ledger',
  title: ['资金物资台账', 'Money and goods'],
  permission: 'money.read',
  menu: { group: 'ledger', order: 10 },
  routes: [
    { path: 'ledger', name: 'ledger', component: () => import('./Ledger.vue') },
    { path: 'ledger/accounts/:shard/:account', name: 'statement', component: () => import('./Statement.vue'), props: true },
  ],
} satisfies Screen
