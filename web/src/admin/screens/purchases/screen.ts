import type { Screen } from '@/admin/screen'

export default {
  name: 'purchases',
  title: ['采购', 'Purchases'],
  permission: 'money.read',
  menu: { group: 'care', order: 44 },
  routes: [
    { path: 'purchases', name: 'purchases', component: () => import('./Purchases.vue') },
    { path: 'purchases/new', name: 'purchase-new', component: () => import('./PurchaseNew.vue') },
    { path: 'purchases/:id', name: 'purchase', component: () => import('./Purchase.vue'), props: true },
  ],
} satisfies Screen
