import type { OrgRef } from '@/shared/org'
import { day } from '@/shared/day'
import { roleName } from '../../words'
import { t } from './words'

export interface Grant {
  role: string
  org: OrgRef | null
  until: string | null
}
/* A grant that waits for a second person, or took effect without one (src/http/api_user.c). */
export interface Asked extends Grant {
  id: string
  user: { login: string; name: string } | null
  state: string
  by: { login: string; name: string } | null
  at: string
  seconds: { login: string; name: string }[]
}
export interface User {
  login: string
  name: string
  org: OrgRef | null
  closed: boolean
  grants: Grant[]
  waiting: Asked[]
}
export interface Role {
  role: string
  zh: string
  en: string
  permissions: string[]
}

export const LOGIN = /^[a-z0-9][a-z0-9._-]{1,31}$/

export function reachWords(g: Grant): string {
  return g.org ? t('reach_of', { org: g.org.name }) : t('everywhere')
}
export function grantWords(g: Grant): string {
  return `${roleName(g.role)}（${reachWords(g)}${g.until ? `，${day(g.until)}` : ''}）`
}
/* The path of a grant: "-" stands for everywhere. */
export function grantPath(login: string, g: Grant): string {
  return `/users/${encodeURIComponent(login)}/grants/${encodeURIComponent(g.role)}/${encodeURIComponent(g.org?.code ?? '-')}`
}
