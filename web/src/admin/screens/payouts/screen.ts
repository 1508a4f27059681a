import type { Screen } from '@/admin/screen'

export default {
  name: 'payouts',
  title: ['银行代发', 'Bank batches'],
  permission: 'money.read',
  menu: { group: 'care', order: 46 },
  routes: [
    { path: 'payouts', name: 'payouts', component: () => import('./Payouts.vue') },
    { path: 'payouts/new', name: 'payout-new', component: () => import('./PayoutNew.vue') },
    { path: 'payouts/:number', name: 'payout', component: () => import('./Payout.vue'), props: true },
  ],
} satisfies Screen
