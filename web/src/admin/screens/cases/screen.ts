import type { Screen } from '@/admin/screen'
import { t } from './words'

export default {
  name: 'cases',
  title: t.catalogue.title,
  permission: 'care.read',
  menu: { group: 'care', order: 60 },
  routes: [{ path: 'cases', name: 'cases', component: () => import('./Cases.vue') }],
} satisfies Screen
