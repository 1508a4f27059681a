import type { Screen } from '@/admin/screen'

export default {
  name: 'actions',
  title: ['联合行动', 'Actions'],
  permission: 'figures.read',
  menu: { group: 'care', order: 85 },
  routes: [
    { path: 'actions', name: 'actions', component: () => import('./Actions.vue') },
    { path: 'actions/new', name: 'action-new', component: () => import('./ActionNew.vue') },
    { path: 'actions/:code', name: 'action', component: () => import('./Action.vue'), props: true },
  ],
} satisfies Screen
