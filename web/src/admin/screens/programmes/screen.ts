import type { Screen } from '@/admin/screen'

export default {
  name: 'programmes',
  title: ['项目方案', 'Programmes'],
  permission: 'care.read',
  menu: { group: 'care', order: 80 },
  routes: [
    { path: 'programmes', name: 'programmes', component: () => import('./Programmes.vue') },
    { path: 'programmes/:code', name: 'programme', component: () => import('./ProgrammePage.vue'), props: true },
    { path: 'programmes/:code/new', name: 'programme-new', component: () => import('./ProgrammeNew.vue'), props: true },
  ],
} satisfies Screen
