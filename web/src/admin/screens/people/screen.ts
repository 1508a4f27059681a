import type { Screen } from '@/admin/screen'

export default {
  name: 'people',
  title: ['花名册', 'People'],
  permission: 'roster.read',
  menu: { group: 'roster', order: 10 },
  routes: [
    { path: 'people', name: 'people', component: () => import('./People.vue') },
    { path: 'people/:id', name: 'person', component: () => import('./Person.vue'), props: true },
  ],
} satisfies Screen
