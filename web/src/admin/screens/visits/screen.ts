import type { Screen } from '@/admin/screen'
import { t } from './words'

export default {
  name: 'visits',
  title: t.catalogue.title,
  permission: 'care.read',
  menu: { group: 'care', order: 58 },
  routes: [
    { path: 'visits', name: 'visits', component: () => import('./Visits.vue') },
    { path: 'visits/:id', name: 'visit', component: () => import('./Visit.vue'), props: true, meta: { title: t.catalogue.visit } },
    { path: 'portions/:id', name: 'portion', component: () => import('./Portion.vue'), props: true, meta: { title: t.catalogue.portion } },
  ],
} satisfies Screen
