import type { Screen } from '@/admin/screen'
import { t } from './words'

export default {
  name: 'deliveries',
  title: t.catalogue.title,
  permission: 'care.read',
  menu: { group: 'ledger', order: 30 },
  routes: [
    { path: 'deliveries', name: 'deliveries', component: () => import('./Deliveries.vue') },
    { path: 'deliveries/:record', name: 'delivery', component: () => import('./Delivery.vue'), props: true, meta: { title: t.catalogue.voucher } },
    { path: 'deliveries/:record/receipt', name: 'delivery-receipt', component: () => import('./DeliveryReceipt.vue'), props: true, meta: { title: t.catalogue.receipt } },
  ],
} satisfies Screen
