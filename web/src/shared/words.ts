/* Words in two languages. A screen keeps its own in words.ts beside it:
 *
 *     export const t = words({ rows: ['{count} 行', '{count} {count#row|rows}'] })
 *     t('rows', { count: 3 })
 *
 * A key that is missing in a language or anywhere at all does not compile. Numbers are grouped; {count#one|more} is for
 * languages that count in words. What a template shows follows the language by itself. */
import { ref, watchEffect } from 'vue'

export type Language = 'zh-CN' | 'en'
export type Pair = readonly [zh: string, en: string]
export type Values = Record<string, string | number>

const KEPT = 'songnuan.language'

function first(): Language {
  const kept = read(KEPT)
  if (kept === 'zh-CN' || kept === 'en') return kept
  return /^zh\b/i.test(navigator.language) || !/^en\b/i.test(navigator.language) ? 'zh-CN' : 'en'
}

/* Storage is refused in some private windows; then nothing is kept. */
function read(key: string): string | null {
  try {
    return localStorage.getItem(key)
  } catch {
    return null
  }
}

export const language = ref<Language>(first())

export function speak(which: Language): void {
  language.value = which
  try {
    localStorage.setItem(KEPT, which)
  } catch {
    /* this page only */
  }
}

watchEffect(() => {
  document.documentElement.lang = language.value
})

/* One of a pair, in the language of now. */
export function say(pair: Pair, values: Values = {}): string {
  return fill(pair[language.value === 'en' ? 1 : 0], values)
}

export function fill(text: string, values: Values): string {
  return text.replace(/\{(\w+)(?:#([^|}]*)\|([^}]*))?\}/g, (whole, name: string, one?: string, more?: string) => {
    const value = values[name]
    if (value === undefined) return whole
    if (one !== undefined) return Number(value) === 1 ? one : (more ?? '')
    return typeof value === 'number' ? count(value) : value
  })
}

export type Words<Key extends string> = ((key: Key, values?: Values) => string) & {
  readonly catalogue: Readonly<Record<Key, Pair>>
}

export function words<const Catalogue extends Record<string, Pair>>(
  catalogue: Catalogue,
): Words<Extract<keyof Catalogue, string>> {
  const t = (key: Extract<keyof Catalogue, string>, values?: Values) => say(catalogue[key] as Pair, values)
  return Object.assign(t, { catalogue })
}

/* 1234567 → 1,234,567. The same in both languages, and the same in every browser. */
export function count(n: number): string {
  const [whole = '0', part] = Math.abs(n).toString().split('.')
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',')
  return (n < 0 ? '−' : '') + grouped + (part === undefined ? '' : '.' + part)
}
