/* Who is signed in, and what he may see. One for the page. */
import { computed, reactive } from 'vue'
import { api, ApiError, connection, forget } from './api'
import * as kept from './kept'
import type { OrgRef } from './org'

/* src/rights/permission.h */
export const PERMISSIONS = [
  'care.read', 'figures.read', 'roster.read', 'roster.write', 'org.read', 'org.write', 'cycle.make', 'cycle.sign', 'entitle', 'deliver',
  'reverse', 'money.read', 'money.make', 'money.sign', 'unmask', 'unmask.card', 'export', 'user.write', 'hands.read', 'audit.read', 'system',
  'scan.read', 'scan.add',
] as const
export type Permission = (typeof PERMISSIONS)[number]

export interface Grant {
  role: string
  org: OrgRef | null // null: everywhere
  until: string | null // the first day on which it no longer holds
}

/* src/http/api_session.c */
export interface Session {
  user: { login: string; name: string; org: OrgRef | null }
  permissions: Permission[]
  grants: Grant[]
  csrf: string
  drafts: string | null // the key by which this user's drafts are sealed (drafts.ts); null: none yet
  need: 'nothing' | 'second' | 'password' | 'enrol' // what comes before any work
  expires: string
  demo: boolean
}

export const session = reactive<{ now: Session | null; ended: boolean; demo: boolean; setup: boolean }>({
  now: null,
  ended: false, // it was there, and the program says that it is over
  demo: false,
  setup: false, // nobody is in this program yet: the set-up code comes first
})

export const signedIn = computed(() => session.now?.need === 'nothing')

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
    leave()
    session.ended = false
    const state = await api.get<{ set_up: boolean; demo: boolean }>('/setup')
    session.demo = state.demo
    session.setup = !state.set_up
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
  const org = first?.org ?? session.now?.user.org
  Object.assign(place, last ?? { org: org?.code ?? '', name: org?.name ?? '' })
}
