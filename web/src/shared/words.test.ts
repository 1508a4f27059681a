import { beforeEach, describe, expect, it } from 'vitest'
import { count, fill, language, say, words, type Pair } from './words'

beforeEach(() => {
  language.value = 'zh-CN'
})

describe('words', () => {
  const t = words({ rows: ['{count} 行', '{count} {count#row|rows}'], hello: ['{name}，您好', 'Hello, {name}'] })

  it('follow the language', () => {
    expect(t('rows', { count: 3 })).toBe('3 行')
    language.value = 'en'
    expect(t('rows', { count: 3 })).toBe('3 rows')
    expect(t('rows', { count: 1 })).toBe('1 row')
  })
  it('group numbers and leave texts as they are', () => {
    expect(t('rows', { count: 1234567 })).toBe('1,234,567 行')
    expect(t('hello', { name: '20241026' })).toBe('20241026，您好')
  })
  it('show a value that was forgotten instead of hiding it', () => expect(fill('{who} 行', {})).toBe('{who} 行'))
  it('never read what a user typed as a pattern', () => {
    expect(t('hello', { name: '{name}' })).toBe('{name}，您好')
    expect(t('hello', { name: '$& $1' })).toBe('$& $1，您好')
  })
  it('put the page into its language, for who hears it read', async () => {
    language.value = 'en'
    await Promise.resolve()
    expect(document.documentElement.lang).toBe('en')
    expect(say(['中', 'en'])).toBe('en')
  })
})

describe('counts', () => {
  it.each([
    [0, '0'],
    [999, '999'],
    [1000, '1,000'],
    [-1234567, '−1,234,567'],
    [9007199254740991, '9,007,199,254,740,991'],
    [12.5, '12.5'],
  ])('%d is %s', (n, text) => expect(count(n)).toBe(text))
})

/* Every catalogue of the console, found by where it lies. */
const modules = import.meta.glob<Record<string, unknown>>('../**/words.ts', { eager: true })
const catalogues = Object.entries(modules).flatMap(([file, module]) =>
  Object.entries(module)
    .filter((e): e is [string, { catalogue: Record<string, Pair> }] => typeof e[1] === 'function' && 'catalogue' in e[1])
    .map(([name, t]) => ({ where: `${file} ${name}`, entries: Object.entries(t.catalogue) })),
)

describe('each catalogue', () => {
  it('is found', () => expect(catalogues.length).toBeGreaterThan(3))
  it.each(catalogues)('$where says everything in both languages, with the same values', ({ entries }) => {
    const values = (text: string) => [...new Set([...text.matchAll(/\{(\w+)[#}]/g)].map((m) => m[1]))].sort()
    for (const [key, [zh, en]] of entries) {
      expect(zh.trim(), key).not.toBe('')
      expect(en.trim(), key).not.toBe('')
      expect(values(en), key).toEqual(values(zh))
    }
  })
})

/* Words that nobody says any more are found, unless the folder also says words by name, such as t(row.kind), or lends them to
 * other folders. */
describe('a key', () => {
  const sources = import.meta.glob<string>(['../**/*.vue', '../**/*.ts', '!../**/*.test.ts'], { eager: true, query: '?raw', import: 'default' })
  const texts = Object.entries(sources).filter(([file]) => !file.endsWith('/words.ts'))
  const all = texts.map(([, text]) => text).join('\n')
  const said = new Set([...all.matchAll(/'([\w.]+)'|catalogue\.(\w+)/g)].map((m) => m[1] ?? m[2]))
  const made = [...all.matchAll(/`(\w*)\$\{[^`}]+\}(\w*)`/g)].filter(([, a, b]) => a || b).map(([, a, b]) => new RegExp(`^${a}\\w+${b}$`))
  const folder = (where: string) => where.slice(0, where.lastIndexOf('/') + 1)
  const byName = (where: string) => Object.entries(sources).some(([file, text]) => file.startsWith(folder(where)) && /\bt\((?!['"`)])|\bin t\.catalogue\b/.test(text))
  it.each(catalogues.filter((c) => /\/(screens|signin)\/.* t$|admin\/words\.ts t$/.test(c.where) && !byName(c.where)))('of $where is used somewhere', ({ entries }) => {
    for (const [key] of entries) expect(said.has(key) || made.some((m) => m.test(key)), key).toBe(true)
  })
})
