import type { Screen } from '@/admin/screen'

export default {
  name: 'donations',
  title: ['捐赠', 'Donations'],
  permission: 'money.read',
  menu: { group: 'care', order: 39 },
  routes: [
    { path: 'donations', name: 'donations', component: () => import('./Donations.vue') },
    { path: 'donations/new', name: 'donation-new', component: () => import('./DonationNew.vue') },
    { path: 'donations/:id', name: 'donation', component: () => import('./Donation.vue'), props: true },
  ],
} satisfies Screen
