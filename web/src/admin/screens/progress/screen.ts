import type { Screen } from '@/admin/screen'
import { t } from './words'

export default {
  name: 'progress',
  title: t.catalogue.title,
  permission: 'care.read',
  menu: { group: 'care', order: 40 },
  routes: [
    { path: 'progress', name: 'progress', component: () => import('./Progress.vue') },
    { path: 'progress/missing', name: 'missing', component: () => import('./Missing.vue'), meta: { title: t.catalogue.missing } },
    { path: 'progress/custody', name: 'custody', component: () => import('./Custody.vue'), meta: { title: t.catalogue.custody } },
    { path: 'progress/rights', name: 'rights', component: () => import('./Rights.vue'), meta: { title: t.catalogue.rights_list } },
    { path: 'progress/sign-sheet', name: 'sign-sheet', component: () => import('./SignSheet.vue'), meta: { title: t.catalogue.sheet } },
    { path: 'progress/record', name: 'record', component: () => import('./Record.vue'), meta: { title: t.catalogue.record } },
  ],
} satisfies Screen
