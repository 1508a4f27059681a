import type { Screen } from '@/admin/screen'
import { t } from './words'

export default {
  name: 'system',
  title: t.catalogue.title,
  permission: 'system',
  menu: { group: 'system', order: 50 },
  routes: [{ path: 'system', name: 'system', component: () => import('./System.vue') }],
} satisfies Screen
