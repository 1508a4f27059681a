import type { Screen } from '@/admin/screen'
import { t } from './words'

export default {
  name: 'posts',
  title: t.catalogue.title,
  permission: 'org.read',
  menu: { group: 'system', order: 35 },
  routes: [
    { path: 'posts', name: 'posts', component: () => import('./Posts.vue') },
    { path: 'posts/:id', name: 'post', component: () => import('./Post.vue'), props: true },
  ],
} satisfies Screen
