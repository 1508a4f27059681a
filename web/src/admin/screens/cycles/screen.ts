import type { Screen } from '@/admin/screen'

export default {
  name: 'cycles',
  title: ['慰问活动', 'Cycles'],
  permission: 'care.read',
  menu: { group: 'care', order: 10, title: ['活动', 'Cycles'] },
  routes: [
    { path: 'cycles', name: 'cycles', component: () => import('./Cycles.vue') },
    { path: 'cycles/new', name: 'cycle-new', component: () => import('./CycleNew.vue') },
    { path: 'cycles/:code', name: 'cycle', component: () => import('./Cycle.vue'), props: true },
    { path: 'cycles/:code/copy', name: 'cycle-copy', component: () => import('./CycleCopy.vue'), props: true },
  ],
} satisfies Screen
