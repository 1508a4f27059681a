import type { Screen } from '@/admin/screen'

export default {
  name: 'orgs',
  title: ['组织', 'Unions'],
  permission: 'org.read',
  menu: { group: 'org', order: 10, title: ['各级工会', 'Unions'] },
  routes: [
    { path: 'orgs', name: 'orgs', component: () => import('./Orgs.vue') },
    { path: 'orgs/:code', name: 'org', component: () => import('./Org.vue'), props: true },
    { path: 'orgs/:code/move', name: 'org-move', component: () => import('./Reorg.vue'), props: (r) => ({ code: r.params.code, kind: 'move' }) },
    { path: 'orgs/:code/merge', name: 'org-merge', component: () => import('./Reorg.vue'), props: (r) => ({ code: r.params.code, kind: 'merge' }) },
  ],
} satisfies Screen
