/* The words of the purchase chain, against the program's own lists. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { NEXTS, STEPS, tierOf, type Rules, type Tier } from './purchase'

const header = readFileSync(join(process.cwd(), '../src/ledger/purchase.h'), 'utf8') // vitest runs in web/
function list(macro: string): [string, string, string][] {
  const body = new RegExp(`#define ${macro}\\(X\\)[^\\n]*\\n((?:.*\\\\\\n)*.*\\n)`).exec(header)?.[1] ?? ''
  return [...body.matchAll(/X\(\s*\w+,\s*"([\w-]+)",\s*"([^"]+)",\s*"([^"]+)"/g)].map(([, word, zh, en]) => [word!, zh!, en!])
}
describe('the console knows the program’s', () => {
  it.each([
    ['PURCHASE_STEPS', STEPS, 4],
    ['PURCHASE_NEXTS', NEXTS, 6],
  ] as const)('%s', (macro, words, atLeast) => {
    const program = list(macro)
    expect(program.length).toBeGreaterThanOrEqual(atLeast)
    expect(program.map(([word]) => [word, ...(words[word] ?? [])])).toEqual(program)
  })
})

describe('thresholds', () => {
  const tier = (from_fen: number): Tier => ({ from_fen, meeting: 'unset', quotes: 3, contract: 'unset', source: null })
  const rules = { tiers: [tier(0), tier(100_000), tier(5_000_000)] } as Rules
  it('are those of the greatest amount that is reached', () => {
    expect(tierOf(rules, 99_999)?.from_fen).toBe(0)
    expect(tierOf(rules, 100_000)?.from_fen).toBe(100_000)
    expect(tierOf({ ...rules, tiers: [] }, 5)).toBeNull()
  })
})
