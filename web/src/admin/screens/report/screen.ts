import type { Screen } from '@/admin/screen'
import { t } from './words'

export default {
  name: 'report',
  title: t.catalogue.title,
  permission: 'figures.read',
  menu: { group: 'report', order: 10 },
  routes: [
    { path: 'report', name: 'report', component: () => import('./Report.vue') },
    { path: 'report/rows', name: 'report-rows', component: () => import('./ReportRows.vue'), meta: { title: t.catalogue.rows } },
  ],
} satisfies Screen
