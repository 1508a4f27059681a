import type { Screen } from '@/admin/screen'

export default {
  name: 'users',
  title: ['用户与岗位', 'Users and roles'],
  permission: 'user.write',
  menu: { group: 'system', order: 10 },
  routes: [
    { path: 'users', name: 'users', component: () => import('./Users.vue') },
    { path: 'users/:login', name: 'user', component: () => import('./User.vue'), props: true },
  ],
} satisfies Screen
