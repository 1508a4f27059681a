/* Unions, as pickers and trees read them. */
import { api, type Page } from './api'

export interface Org {
  org_no: number
  code: string
  name: string
  level: number
  kind: string
  parent_no?: number
  parent_name?: string
  has_children?: boolean
}

/* Those right below one; 0: the roots that the user may see. */
export function orgChildren(parent: number, signal?: AbortSignal): Promise<Page<Org>> {
  return api.page<Org>('/orgs', { parent }, signal ? { signal } : {})
}

/* By name, short name or code. */
export function orgFind(text: string, signal?: AbortSignal): Promise<Page<Org>> {
  return api.page<Org>('/orgs', { find: text }, signal ? { signal } : {})
}
