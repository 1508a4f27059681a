/* Who is signed in, and what he may see. One for the page. */
import { computed, reactive } from 'vue'
import { api, ApiError, connection, forget } from './api'
import * as kept from './kept'

/* src/rights/permission.h */
export const PERMISSIONS = [
  'care.read', 'figures.read', 'roster.read', 'roster.write', 'org.write', 'cycle.make', 'cycle.sign', 'entitle', 'deliver',
  'reverse', 'money.read', 'money.make', 'money.sign', 'unmask', 'export', 'user.write', 'audit.read', 'system',
] as const
export type Permission = (typeof PERMISSIONS)[number]

export interface Grant {
  role: string
  org: string | null // its code; null: everywhere
  org_name: string
  until: string | null
}

export interface Session {
  user: { login: string; name: string; org: string | null }
  permissions: Permission[]
  grants: Grant[]
  csrf: string
  second_factor: 'done' | 'needed' | 'enrol'
  must_change_password?: boolean
  demo: boolean
}

export const session = reactive<{ now: Session | null; ended: boolean; demo: boolean; setup: boolean }>({
  now: null,
  ended: false, // it was there, and the program says that it is over
  demo: false,
  setup: false, // nobody is in this program yet: the set-up code comes first
})

export const signedIn = computed(
  () => session.now !== null && session.now.second_factor === 'done' && !session.now.must_change_password,
)

export function may(permission: Permission | readonly Permission[] | undefined): boolean {
  if (permission === undefined) return true
  const held = session.now?.permissions ?? []
  const asked = typeof permission === 'string' ? [permission] : permission
  return asked.some((p) => held.includes(p))
}

export function take(now: Session): void {
  session.now = now
  session.ended = false
  session.demo = now.demo
  connection.csrf = now.csrf
}

export function leave(): void {
  session.now = null
  connection.csrf = ''
  forget()
}

/* The session that the browser's cookie carries, if it still does. */
export async function resume(): Promise<void> {
  try {
    take(await api.get<Session>('/session'))
  } catch (e) {
    if (!(e instanceof ApiError) || e.status !== 401) throw e
    session.demo = e.extra.demo === true
    session.setup = e.extra.setup === true
    leave()
    session.ended = false
  }
}

export async function signOut(): Promise<void> {
  try {
    await api.remove('/session')
  } catch (e) {
    if (!(e instanceof ApiError) || e.status !== 401) throw e
  }
  leave()
}

/* The union that the screens speak of, by its code ('': all that he may see): the one last chosen here, or the first that the user holds a role at. */
export const place = reactive<{ org: string; name: string }>({ org: '', name: '' })

export function choosePlace(org: string, name: string): void {
  place.org = org
  place.name = name
  if (session.now) kept.put('place.' + session.now.user.login, { org, name })
}

export function firstPlace(): void {
  const last = session.now && kept.get<{ org: string; name: string }>('place.' + session.now.user.login)
  const first = session.now?.grants[0]
  if (last) Object.assign(place, last)
  else Object.assign(place, { org: first?.org ?? session.now?.user.org ?? '', name: first?.org_name ?? '' })
}
