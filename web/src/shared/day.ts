/* Days and times are those of the union (UTC+8, all year), wherever the reader's computer thinks it is. */
import { language } from './words'

const ZONE = 'Asia/Shanghai'

/* 20241026 or '2024-10-26' → '2024-10-26'; 0, '' and null: no day. */
export function isoDay(day: number | string | null | undefined): string {
  if (!day) return ''
  const digits = String(day)
  if (/^\d{8}$/.test(digits)) return `${digits.slice(0, 4)}-${digits.slice(4, 6)}-${digits.slice(6)}`
  return /^\d{4}-\d{2}-\d{2}/.exec(digits)?.[0] ?? ''
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/* 2024年10月26日, 26 Oct 2024 */
export function day(value: number | string | null | undefined): string {
  const [y, m, d] = isoDay(value).split('-').map(Number)
  if (!y || !m || !d) return ''
  return language.value === 'en' ? `${d} ${MONTHS[m - 1]} ${y}` : `${y}年${m}月${d}日`
}

const parts = new Intl.DateTimeFormat('en-GB', {
  timeZone: ZONE,
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hourCycle: 'h23',
})

function pieces(at: string | number | Date): Record<string, string> | null {
  const date = new Date(at)
  if (Number.isNaN(date.getTime())) return null
  return Object.fromEntries(parts.formatToParts(date).map((p) => [p.type, p.value]))
}

/* The union's day at a moment (RFC 3339 or milliseconds): 2024-10-26 */
export function dayOf(at: string | number | Date): string {
  const p = pieces(at)
  return p ? `${p.year}-${p.month}-${p.day}` : ''
}

/* 10:42 today, 10-26 10:42 this year, 2024-10-26 10:42 before. */
export function moment(at: string | number | Date | null | undefined, now: Date = new Date()): string {
  const p = at === null || at === undefined || at === '' ? null : pieces(at)
  if (!p) return ''
  const time = `${p.hour}:${p.minute}`
  const today = dayOf(now)
  if (`${p.year}-${p.month}-${p.day}` === today) return time
  if (p.year === today.slice(0, 4)) return `${p.month}-${p.day} ${time}`
  return `${p.year}-${p.month}-${p.day} ${time}`
}

/* To the second, for records: 2024-10-26 10:42:07 */
export function stamp(at: string | number | Date | null | undefined): string {
  const p = at === null || at === undefined || at === '' ? null : pieces(at)
  return p ? `${p.year}-${p.month}-${p.day} ${p.hour}:${p.minute}:${p.second}` : ''
}
