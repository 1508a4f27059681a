import { nextTick, ref } from 'vue'
import { createRouter, createWebHistory, type RouteLocationRaw, type RouteRecordRaw, type RouterHistory } from 'vue-router'
import { openDrafts } from '@/shared/drafts'
import { may, session, signedIn } from '@/shared/session'
import { say, type Pair } from '@/shared/words'
import { screens, type Screen } from './screen'
import { t } from './words'

declare module 'vue-router' {
  interface RouteMeta {
    screen?: Screen
    title?: Pair
    open?: boolean // without a session
  }
}

/* Where a page was asked for that did not come: its part of the console could not be read, since the line was cut or the program is a
 * newer one. '' where all is well. */
export const missed = ref('')

/* Only a path of this console: an address from outside sends nobody elsewhere after signing in. */
export function backTo(value: unknown): string {
  return typeof value === 'string' && /^\/(?![/\\])/.test(value) ? value : '/'
}

export function makeRouter(history: RouterHistory = createWebHistory('/admin/')) {
  const inside: RouteRecordRaw[] = screens.flatMap((screen) =>
    screen.routes.map((route) => ({ ...route, meta: { title: screen.title, ...route.meta, screen } })),
  )
  const router = createRouter({
    history,
    scrollBehavior: (_to, _from, saved) => saved ?? { top: 0 },
    routes: [
      {
        path: '/sign-in',
        name: 'sign-in',
        component: () => import('./signin/SignIn.vue'),
        meta: { open: true, title: t.catalogue.sign_in },
      },
      {
        path: '/sign-in/return', // where a sign-in service sends the browser (src/http/oidc_flow.h)
        name: 'return',
        component: () => import('./signin/Return.vue'),
        meta: { open: true, title: t.catalogue.sign_in },
      },
      {
        path: '/list', // a company's clerk: by link and code, without an account
        name: 'clerk',
        component: () => import('./clerk/Clerk.vue'),
        meta: { open: true, title: ['职工名单填报', 'Roster of your company'] },
      },
      {
        path: '/',
        component: () => import('./AppLayout.vue'),
        children: [
          ...inside,
          {
            path: ':rest(.*)*',
            name: 'nowhere',
            component: () => import('./Nowhere.vue'),
            meta: { title: t.catalogue.nowhere },
          },
        ],
      },
    ],
  })

  router.beforeEach(async (to): Promise<RouteLocationRaw | true> => {
    if (to.meta.open) return signedIn.value && to.name === 'sign-in' ? backTo(to.query.back) : true
    if (signedIn.value) {
      await openDrafts()
      return true
    }
    return { name: 'sign-in', query: to.fullPath === '/' ? {} : { back: to.fullPath } }
  })
  router.onError((_e, to) => (missed.value = router.resolve(to.fullPath).href))
  router.afterEach((to, from) => {
    missed.value = ''
    document.title = [to.meta.title && say(to.meta.title), t('brand')].filter(Boolean).join(' · ')
    // A new page is read from its heading; a changed filter leaves the focus where it is.
    if (from.matched.length > 0 && to.path !== from.path)
      void nextTick(() => document.querySelector<HTMLElement>('main h1')?.focus({ preventScroll: true }))
  })
  return router
}

/* May the user of now open this route? The program decides again for every answer; this is for menus and pages. */
export function mayOpen(screen: Screen | undefined): boolean {
  return session.now !== null && may(screen?.permission)
}
