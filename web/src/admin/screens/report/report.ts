/* The report as src/report/report_json.c answers it. */
import type { Figure, Qualifier } from '../../parts/figure'

export interface SaidFigure {
  value: number | null
  is: Qualifier | 'unknown'
  unknown_parts: number
}
export type Meaning = 'unknown' | 'given' | 'raised' | 'mixed'
export interface ReportRow {
  org: string
  name: string
  level: number
  recipients: SaidFigure
  amount_fen: SaidFigure
  meaning: Meaning
  given_fen: SaidFigure
  raised_fen: SaidFigure
  named: { A: number; B: number; C: number; value_fen: number }
  units: { person: number; person_time: number; household: number; piece: number }
  coverage: { named: number; of: number | null }
  detail: boolean
  words: string | null
}
export interface Report {
  cycle: string
  org: string
  as_of: string
  rows: ReportRow[]
  others: {
    org: string
    name: string
    partner: boolean
    reported_by: 'partner' | 'union'
    recipients: SaidFigure
    amount_fen: SaidFigure
    meaning: Meaning
    added: boolean
    detail: boolean
    words: string | null
  }[]
  total: ReportRow
  silent: { org: string; name: string }[]
  stated: { recipients: SaidFigure; amount_fen: SaidFigure; words: string | null } | null
  portions: { unit: string; evidence: string; quantity: number; times: number; value_fen: number }[]
  letters: { printed: number; again: number }
  visits: { sessions: number; needs: number; needs_open: number }
  findings: { what: string; org: string; name: string; stated: SaidFigure; found: SaidFigure; difference: number; message: string }[]
}

/* As FigureText shows it: nothing said at all is null, so that it reads 未报 and never 0. */
export function figure(said: SaidFigure): Figure | null {
  if (said.value === null) return said.unknown_parts > 0 ? { value: null, unknown: said.unknown_parts } : null
  return { value: said.value, is: said.is === 'unknown' ? 'exact' : said.is, unknown: said.unknown_parts }
}
/* A finding about money shows yuan, one about people shows people. */
export function isMoney(what: string): boolean {
  return what.includes('amount') || what.includes('value')
}
export function hasNothing(report: Report): boolean {
  return report.rows.length === 0 && figure(report.total.recipients) === null && figure(report.total.amount_fen) === null && report.others.length === 0 && report.stated === null
}
/* By thousandths, as the command prints it: 12.3 % */
export function share(named: number, of: number | null): string {
  if (of === null || of <= 0) return ''
  const permille = Math.floor((named * 1000) / of)
  return `${Math.floor(permille / 10)}.${permille % 10} %`
}
