/* The words of money and goods, against the program's own lists: one that the program has and the console lacks is found. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { ACTS, CLASSES, KINDS, MOVES, SOURCES, STATES } from './words'

const header = (name: string) => readFileSync(join(process.cwd(), `../src/ledger/${name}.h`), 'utf8') // vitest runs in web/
function list(text: string, macro: string): [string, string][] {
  const body = new RegExp(`#define ${macro}\\(X\\)[^\\n]*\\n((?:.*\\\\\\n)*.*\\n)`).exec(text)?.[1] ?? ''
  return [...body.matchAll(/X\(\s*\w+,\s*"([\w-]+)",(?:\s*(?:true|false),)?\s*"([^"]+)"/g)].map(([, word, zh]) => [word!, zh!])
}
const zh = (words: Readonly<Record<string, readonly [string, string]>>) => (word: string) => words[word]?.[0]

describe('the console knows the program’s', () => {
  it.each([
    ['document', 'DOCUMENT_KINDS', KINDS, 10],
    ['document', 'DOCUMENT_STATES', STATES, 5],
    ['document', 'DOCUMENT_ACTS', ACTS, 8],
    ['ledger', 'ACCOUNT_CLASSES', CLASSES, 11],
    ['ledger', 'FUND_SOURCES', SOURCES, 6],
  ] as const)('%s.h, %s', (file, macro, words, atLeast) => {
    const program = list(header(file), macro).filter(([word]) => word !== '-')
    expect(program.length).toBeGreaterThanOrEqual(atLeast)
    expect(program.map(([word]) => [word, zh(words)(word)])).toEqual(program)
  })
  it('ledger.h, TRANSFER_KINDS', () => {
    const body = /#define TRANSFER_KINDS\(X\)[^\n]*\n((?:.*\\\n)*.*\n)/.exec(header('ledger'))?.[1] ?? ''
    const program = [...body.matchAll(/X\(\s*\w+,\s*"(\w+)"/g)].map(([, word]) => word!)
    expect(program.length).toBeGreaterThanOrEqual(12)
    expect(program.filter((word) => !MOVES[word])).toEqual([])
  })
})
