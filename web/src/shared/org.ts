/* Unions, as pickers and trees read them. A union is named by its code. */
import { api, type Page } from './api'

export interface OrgRef {
  code: string
  name: string
}
export interface Org extends OrgRef {
  level: number
  kind: string
  parent: OrgRef | null
  children?: number // how many stand right below it
}

/* Those right below one; '': the highest that the user may see. */
export function orgChildren(parent: string, signal?: AbortSignal): Promise<Page<Org>> {
  return api.page<Org>('/orgs', { parent }, signal ? { signal } : {})
}

/* By name, short name or code. */
export function orgFind(find: string, signal?: AbortSignal): Promise<Page<Org>> {
  return api.page<Org>('/orgs', { find }, signal ? { signal } : {})
}
