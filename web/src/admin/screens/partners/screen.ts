import type { Screen } from '@/admin/screen'

export default {
  name: 'partners',
  title: ['合作单位', 'Partners'],
  permission: 'care.read',
  menu: { group: 'org', order: 40 },
  routes: [
    { path: 'partners', name: 'partners', component: () => import('./Partners.vue') },
    { path: 'partners/new', name: 'partner-new', component: () => import('./PartnerNew.vue') },
    { path: 'partners/:code', name: 'partner', component: () => import('./Partner.vue'), props: true },
  ],
} satisfies Screen
