import type { Screen } from '@/admin/screen'
import { t } from './words'

export default {
  name: 'services',
  title: t.catalogue.title,
  permission: 'system',
  menu: { group: 'system', order: 45 },
  routes: [
    { path: 'services', name: 'services', component: () => import('./Services.vue') },
    { path: 'services/new', name: 'service-new', component: () => import('./ServiceNew.vue') },
  ],
} satisfies Screen
