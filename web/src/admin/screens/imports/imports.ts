/* A file on its way (a roster, or a list of sizes or cards), as the program tells it; and the cells that somebody corrects. */
import type { Pair } from '@/shared/words'

export type ImportState = 'uploaded' | 'checked' | 'taken' | 'undone' | 'sent' | 'returned' | 'taking' | 'undoing'
export interface Counts {
  read: number
  taken: number
  changed: number
  unchanged: number
  rejected: number
  totals: number
  blank: number
  without_id: number
  empty: number
  noted: number
}
export type Kind = 'roster' | 'sizes' | 'cards'
export interface Import {
  id: string
  kind: Kind
  cycle: string | null
  benefit: string | null
  why: string | null
  org: { code: string; name: string } | null
  name: string | null
  employer: string | null
  state: ImportState
  counts: Counts | null
  ignored: string | null
  skipped: string | null
  maker: { login: string; name: string } | null
  at: string
  expires: string
  moved_by: { login: string; name: string } | null
  moved_at: string | null
  open: { done: number; total: number | null; by: { login: string; name: string } | null; at: string; alive: boolean } | null
  can_undo: boolean
}
export interface Reject {
  no: number
  sheet: string | null
  row: number
  column: string
  value: string | null
  reason: string
  message: string
}
export interface Fix {
  sheet?: string
  row: number
  column: string
  value?: string
}
export type Change = 'new' | 'gone' | 'moved' | 'number' | 'returns' | 'other'
export interface Difference {
  change: Change
  row: number | null
  person: string | null
  name: string
  team: string | null
  post: string | null
  was_team: string | null
  was_post: string | null
}
export type Comparison = Record<Change, number> & { same: number; items: Difference[] }

export const STATES: Readonly<Record<ImportState, Pair>> = {
  uploaded: ['已上传，待核对', 'uploaded'],
  checked: ['已核对，待导入', 'checked'],
  taken: ['已导入', 'taken over'],
  undone: ['已撤回', 'taken back'],
  sent: ['企业已提交，待接收', 'sent by the company'],
  returned: ['已退回企业', 'given back'],
  taking: ['正在导入', 'being taken over'],
  undoing: ['正在撤回', 'being taken back'],
}
export const KINDS: Readonly<Record<Kind, Pair>> = {
  roster: ['职工名册', 'a roster'],
  sizes: ['尺码', 'sizes of clothes'],
  cards: ['银行卡', 'bank cards'],
}
/* What the last check counted, in the order and the words of its kind. */
export const FIGURES: Readonly<Record<Kind, readonly (readonly [keyof Counts, Pair])[]>> = {
  roster: [
    ['read', ['读入', 'Read']], ['taken', ['新收', 'New']], ['changed', ['更新', 'Changed']], ['unchanged', ['未变', 'Unchanged']],
    ['rejected', ['退回', 'Refused']], ['without_id', ['无证件号', 'Without ID number']],
  ],
  sizes: [
    ['read', ['读入', 'Read']], ['taken', ['新登记', 'New']], ['changed', ['改尺码', 'Changed']], ['unchanged', ['未变', 'Unchanged']],
    ['empty', ['没填尺码', 'Left blank']], ['rejected', ['退回', 'Refused']], ['noted', ['在订单之后', 'After an order']],
  ],
  cards: [
    ['read', ['读入', 'Read']], ['taken', ['新登记', 'New']], ['changed', ['换卡', 'Changed']], ['unchanged', ['未变', 'Unchanged']],
    ['empty', ['没写卡号', 'Without a card']], ['rejected', ['退回', 'Refused']], ['noted', ['卡号另有人在用', 'Another person’s card too']],
  ],
}
export const CHANGES: Readonly<Record<Change, Pair>> = {
  new: ['新增', 'new'],
  gone: ['离岗', 'not on the list'],
  moved: ['调岗', 'other team or post'],
  number: ['改号', 'other phone or name'],
  returns: ['返岗', 'back again'],
  other: ['其他更新', 'something else'],
}

/* Where a cell is: what corrections are kept by. */
export function cellOf(r: Pick<Reject, 'sheet' | 'row' | 'column'>): string {
  return JSON.stringify([r.sheet, r.row, r.column])
}
/* Whole numbers are never kept by a browser. */
export function isSecret(column: string): boolean {
  return ['身份证号', '手机', '银行卡号', '证件后四位'].includes(column)
}
/* What was typed into cells, as the program takes it; what is as it was is left out. */
export function fixesOf(typed: Readonly<Record<string, string>>): Fix[] {
  const fixes: Fix[] = []
  for (const [cell, value] of Object.entries(typed)) {
    const [sheet, row, column] = JSON.parse(cell) as [string | null, number, string]
    const fix: Fix = { row, column }
    if (sheet !== null) fix.sheet = sheet
    if (value.trim() !== '') fix.value = value.trim()
    else continue
    fixes.push(fix)
  }
  return fixes
}
export function comes(c: Counts): number {
  return c.taken + c.changed
}

/* Cells that were copied from Excel, WPS or WeChat come as text with tabs between them: a file like any other. */
export function pastedFile(text: string): File {
  return new File(['\uFEFF', text.replace(/\r\n?/g, '\n')], '粘贴的表格.txt', { type: 'text/plain' })
}
/* Rows of what was pasted, without the heading: so that somebody sees whether all of it came. */
export function pastedRows(text: string): number {
  return Math.max(0, text.split('\n').filter((line) => line.trim() !== '').length - 1)
}

/* base64url of a file's bytes, without padding. */
export async function base64url(file: Blob): Promise<string> {
  const bytes = new Uint8Array(await file.arrayBuffer())
  let text = ''
  for (let at = 0; at < bytes.length; at += 0x6000) text += btoa(String.fromCharCode(...bytes.subarray(at, at + 0x6000)))
  return text.replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '')
}
