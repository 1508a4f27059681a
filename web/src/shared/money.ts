/* Money is whole fen, as in the program; only here does it become yuan, and without ever being a fraction. */
import { count, language } from './words'

/* 123456 → 1,234.56 */
export function yuan(fen: number): string {
  const whole = Math.trunc(Math.abs(fen) / 100)
  const rest = Math.abs(fen) % 100
  return (fen < 0 ? '−' : '') + count(whole) + '.' + String(rest).padStart(2, '0')
}

/* 123456 → 1,234.56 元, or ¥1,234.56 */
export function money(fen: number): string {
  if (language.value === 'en') return (fen < 0 ? '−' : '') + '¥' + yuan(Math.abs(fen))
  return yuan(fen) + ' 元'
}

/* What a person types: 1234.5, 1,234.50, １２３４, 1234元, ¥1234, 1.5万. null: that is no amount of money. */
export function parseYuan(text: string): number | null {
  const plain = text
    .normalize('NFKC')
    .replace(/[\s,，]/g, '')
    .replace(/^[¥￥]/, '')
    .replace(/元$/, '')
  const found = /^(\d{1,12})(?:\.(\d{1,6}))?(万?)$/.exec(plain)
  if (!found) return null
  const [, whole = '', part = '', tenThousand] = found
  const places = tenThousand ? 6 : 2
  if (part.replace(/0+$/, '').length > places) return null
  const fen = Number(whole + part.slice(0, places).padEnd(places, '0'))
  return Number.isSafeInteger(fen) ? fen : null
}
