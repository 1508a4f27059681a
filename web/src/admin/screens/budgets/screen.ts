import type { Screen } from '@/admin/screen'

export default {
  name: 'budgets',
  title: ['预算', 'Budget'],
  permission: 'money.read',
  menu: { group: 'care', order: 36 },
  routes: [
    { path: 'budgets', name: 'budgets', component: () => import('./Budgets.vue') },
    { path: 'budgets/new', name: 'budget-new', component: () => import('./BudgetNew.vue') },
    { path: 'budgets/line', name: 'budget-line', component: () => import('./BudgetLine.vue') },
    { path: 'budgets/entries/:id', name: 'budget-entry', component: () => import('./BudgetEntry.vue'), props: true },
  ],
} satisfies Screen
