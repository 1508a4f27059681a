/* The words of bank batches, against the program's own lists. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { BATCH_ACTS, BATCH_STATES, PAYMENT_STATES, WHYS, countOf, type BatchWhole } from './payout'

const header = readFileSync(join(process.cwd(), '../src/care/payout.h'), 'utf8') // vitest runs in web/
function list(macro: string): [string, string, string][] {
  const body = new RegExp(`#define ${macro}\\(X\\)[^\\n]*\\n((?:.*\\\\\\n)*.*\\n)`).exec(header)?.[1] ?? ''
  return [...body.matchAll(/X\(\s*\w+,\s*"([\w-]+)",\s*"([^"]+)",\s*"([^"]+)"/g)].map(([, word, zh, en]) => [word!, zh!, en!])
}

describe('the console knows the program’s', () => {
  it.each([
    ['PAYOUT_STATES', BATCH_STATES, 5],
    ['PAYOUT_LINE_STATES', PAYMENT_STATES, 5],
    ['PAYOUT_WHYS', WHYS, 9],
    ['PAYOUT_ACTS', BATCH_ACTS, 6],
  ] as const)('%s', (macro, words, atLeast) => {
    const program = list(macro).filter(([word]) => word !== '-')
    expect(program.length).toBeGreaterThanOrEqual(atLeast)
    expect(program.map(([word]) => [word, ...(words[word] ?? [])])).toEqual(program)
  })
})

describe('a batch', () => {
  it('counts what has come to any of these', () => {
    const b = { sums: [{ state: 'paid', lines_count: 5, total_fen: 1 }, { state: 'bounced', lines_count: 2, total_fen: 1 }, { state: 'sent-back', lines_count: 1, total_fen: 1 }] } as BatchWhole
    expect(countOf(b, 'bounced', 'sent-back')).toBe(3)
    expect(countOf(b, 'waiting')).toBe(0)
  })
})
