/* What the sign-in page asks the program for. */
import { api } from '@/shared/api'
import { take, type Session } from '@/shared/session'

export async function signIn(login: string, password: string): Promise<void> {
  take(await api.post<Session>('/session', { login, password }))
}

export async function secondFactor(code: string): Promise<Session> {
  return api.post<Session>('/session/second-factor', { code: code.replace(/[\s-]/g, '') })
}

export interface Enrolment {
  secret: string
  uri: string
  paper_codes?: string[]
}
export const enrol = () => api.post<Enrolment>('/session/totp', {})

export async function changePassword(before: string, after: string): Promise<void> {
  await api.post('/session/password', { old: before, new: after })
  take(await api.get<Session>('/session'))
}

export interface SetUp {
  code: string
  login: string
  name: string
  password: string
}
export const setUp = (what: SetUp) => api.post('/setup', what)
