import type { Screen } from '@/admin/screen'

export default {
  name: 'approvals',
  title: ['审批', 'Approvals'],
  permission: 'care.read',
  menu: { group: 'approval', order: 10 },
  routes: [
    { path: 'approvals', name: 'approvals', component: () => import('./Approvals.vue') },
    { path: 'documents/:id', name: 'document', component: () => import('./Document.vue'), props: true },
  ],
} satisfies Screen
