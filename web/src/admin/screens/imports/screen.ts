import type { Screen } from '@/admin/screen'

export default {
  name: 'imports',
  title: ['导入', 'Imports'],
  permission: 'roster.read',
  menu: { group: 'roster', order: 20 },
  routes: [
    { path: 'imports', name: 'imports', component: () => import('./Imports.vue') },
    { path: 'imports/links', name: 'import-links', component: () => import('./ClerkLinks.vue') },
    { path: 'imports/:id', name: 'import', component: () => import('./Import.vue'), props: true },
  ],
} satisfies Screen
