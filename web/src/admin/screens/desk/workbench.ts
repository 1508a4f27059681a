/* src/http/api_workbench.c */
import { api } from '@/shared/api'
import type { OrgRef } from '@/shared/org'

export interface Waiting {
  cycle: string
  name: string
  to: 'draft' | 'checked' | 'approved' | 'open' | 'audited'
}
export interface CycleLine {
  cycle: string
  name: string
  until: string | null
  as_of: string
  behind: boolean
  rights: number
  given: number
  given_fen: number
  today: number
  today_people: number
  today_fen: number
  cases_open: number
  custody_overdue: number
  unallocated_fen: number
}
export interface Workbench {
  org: OrgRef | null
  day: string
  waiting: Waiting[]
  mine: { kind: string; count: number }[] // that wait for my hand, kind by kind; cycles stand in waiting
  papers: number // their sum
  cycles: CycleLine[]
  as_of?: string | undefined // of its oldest part
}

export async function readWorkbench(org: string, signal: AbortSignal): Promise<Workbench> {
  const read = await api.get<Workbench>('/workbench', { org }, { signal })
  return { ...read, as_of: read.cycles.map((c) => c.as_of).sort()[0] }
}

/* Whole percent that never says 100 before the last, nor 0 after the first. */
export function percent(given: number, rights: number): number {
  if (rights <= 0 || given <= 0) return 0
  if (given >= rights) return 100
  return Math.min(99, Math.max(1, Math.floor((given * 100) / rights)))
}

export const sum = (lines: readonly CycleLine[], of: (line: CycleLine) => number) => lines.reduce((all, line) => all + of(line), 0)
