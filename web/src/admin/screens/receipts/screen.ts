import type { Screen } from '@/admin/screen'
import { t } from './words'

export default {
  name: 'receipts',
  title: t.catalogue.title,
  permission: 'money.make',
  menu: { group: 'care', order: 38 },
  routes: [{ path: 'receipts', name: 'receipts', component: () => import('./Receipts.vue') }],
} satisfies Screen
