import type { Screen } from '@/admin/screen'
import { t } from './words'

export default {
  name: 'trail',
  title: t.catalogue.title,
  permission: 'audit.read',
  menu: { group: 'system', order: 40 },
  routes: [{ path: 'trail', name: 'trail', component: () => import('./Trail.vue') }],
} satisfies Screen
