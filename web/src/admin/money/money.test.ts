import { beforeEach, describe, expect, it } from 'vitest'
import { speak } from '@/shared/words'
import { accountText, differences, stateTag, word, type AccountRef, type DocumentLine } from './money'
import { KINDS } from './words'

const account = (code: string, more: Partial<AccountRef> = {}): AccountRef => ({
  org: { code, name: code }, class: 'fund', cycle: 'hw-2024', source: 'OWN', item: null, lot: null, holder: null, level: null, ...more,
})
const line = (to: string, fen: number): DocumentLine => ({
  kind: 'allot', transfer_id: `${to}-${fen}`, from: account('150000'), to: account(to), quantity: 0, value_fen: fen,
})

describe('what differs from the paper before', () => {
  it('is nothing where both say the same, in whatever order', () => {
    expect(differences([line('a', 1), line('b', 2)], [line('b', 2), line('a', 1)])).toEqual([])
  })
  it('names what is new, what is gone and what changed', () => {
    const found = differences([line('a', 1), line('b', 2)], [line('b', 3), line('c', 4)])
    expect(found.map((d) => [d.line.to.org?.code, d.before_fen, d.now_fen])).toEqual([
      ['a', 1, null],
      ['b', 2, 3],
      ['c', null, 4],
    ])
  })
  it('adds up lots that serve one line', () => {
    expect(differences([line('a', 5)], [line('a', 2), line('a', 3)])).toEqual([])
  })
})

describe('words', () => {
  beforeEach(() => speak('zh-CN'))
  it('keep an unknown word as it is rather than hide it', () => {
    expect(word(KINDS, 'new-kind')).toBe('new-kind')
    expect(word(KINDS, null)).toBe('')
  })
  it('say whose account it is', () => {
    expect(accountText(account('乌海'))).toBe('乌海 经费 本级经费')
    expect(accountText(account('乌海', { class: 'custody', holder: { login: 'w', name: '王发放' } }))).toBe('王发放 发放员保管')
  })
  it('give every state a shape', () => {
    expect([stateTag('done'), stateTag('cancelled'), stateTag('made')]).toEqual(['tag good', 'tag bad', 'tag wait'])
  })
})
