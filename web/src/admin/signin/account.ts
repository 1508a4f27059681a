/* What the sign-in page asks the program for. */
import { api } from '@/shared/api'
import { take, type Session } from '@/shared/session'

export async function signIn(login: string, password: string): Promise<void> {
  take(await api.post<Session>('/session', { login, password }))
}

/* Six digits of the authenticator, or a code of the paper list. */
export async function secondFactor(code: string): Promise<void> {
  take(await api.post<Session>('/session/second-factor', { code: code.trim().replace(/^(\d{3})\s(\d{3})$/, '$1$2') }))
}

/* What a user can prove himself by, beside his password. */
export interface Factors {
  required: boolean
  totp_since: string | null
  paper_since: string | null
  paper_codes_left: number
  keys: number
  key_site: string | null // the address at which keys are used; null: the server has not been told its own
}
export const readFactors = (signal?: AbortSignal) => api.get<Factors>('/session/factors', {}, signal ? { signal } : {})

/* Services by which one may sign in (src/http/api_oidc.c). */
export interface Service {
  code: string
  name: string
}
export const services = async (signal?: AbortSignal) => (await api.get<{ providers: Service[] }>('/session/oidc', {}, { signal })).providers

/* On the way to a service and back this browser remembers what for; the program itself checks that it is the same browser. */
interface Errand {
  link: boolean
  back: string
}
const ERRAND = 'songnuan.errand'
export async function goToService(provider: string, errand: Errand): Promise<void> {
  const { url } = await api.post<{ url: string }>('/session/oidc/start', { provider, link: errand.link })
  sessionStorage.setItem(ERRAND, JSON.stringify(errand))
  location.assign(url)
}
export function takeErrand(): Errand {
  const kept = sessionStorage.getItem(ERRAND)
  sessionStorage.removeItem(ERRAND)
  return kept === null ? { link: false, back: '/' } : (JSON.parse(kept) as Errand)
}
export interface Brought {
  state: string
  code?: string
  error?: string
  iss?: string
}
export async function signInBy(brought: Brought): Promise<void> {
  take(await api.post<Session>('/session/oidc', brought))
}
export const linkBy = (brought: Brought) => api.post<unknown>('/session/oidc-links', brought)

export interface Authenticator {
  secret: string
  uri: string
}
export const newAuthenticator = () => api.post<Authenticator>('/session/totp')
export const confirmAuthenticator = (code: string) => api.post<Session>('/session/totp/confirm', { code: code.replace(/\s/g, '') })

/* A new paper list; those before are void. */
export async function paperCodes(): Promise<string[]> {
  return (await api.post<{ codes: string[] }>('/session/paper-codes')).codes
}

export async function changePassword(password: string, next: string): Promise<void> {
  take(await api.post<Session>('/session/password', { password, new_password: next }))
}

/* The set-up code of the first start, or with a login the code of a reset. Answers whose password it is now. */
export async function redeem(code: string, password: string, login?: string): Promise<string> {
  const what = { code, new_password: password, ...(login ? { login } : {}) }
  return (await api.post<{ login: string }>('/setup', what)).login
}
