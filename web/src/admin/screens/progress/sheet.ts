/* 签领表: who has still to be given what, as pages of paper: one team never shares a page with another (src/http/api_sheet.c). */
import type { UserRef } from '@/shared/care'
import type { OrgRef } from '@/shared/org'

export interface SheetRow {
  name: string
  item: { code: string; name: string } | null
  size_missing: boolean // the item has sizes, and none was said
  quantity: number
  value_fen: number
}
export interface SheetTeam {
  org: OrgRef | null
  team: string | null
  foreman: UserRef | null
  people: number
  rows: SheetRow[]
}
export interface Sheet {
  cycle: string
  cycle_name: string
  org: OrgRef | null
  by: UserRef | null
  at: string
  teams: SheetTeam[]
}
export interface SheetPage {
  team: SheetTeam
  first: number // the number of its first row within the team
  rows: SheetRow[]
  page: number // within the team
  pages: number
}

export const ROWS_A_PAGE = 20 // rows of 9 mm, so that a hand in gloves can sign, between head and foot of an A4

export function pagesOf(sheet: Sheet): SheetPage[] {
  return sheet.teams.flatMap((team) => {
    const pages = Math.ceil(team.rows.length / ROWS_A_PAGE)
    return Array.from({ length: pages }, (_, i) => ({
      team, page: i + 1, pages, first: i * ROWS_A_PAGE + 1, rows: team.rows.slice(i * ROWS_A_PAGE, (i + 1) * ROWS_A_PAGE),
    }))
  })
}
export const giftsOn = (page: SheetPage) => page.rows.reduce((sum, r) => sum + r.quantity, 0)
