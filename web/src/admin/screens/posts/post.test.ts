import { expect, test } from 'vitest'
import { byKind, type Item } from './post'

const item = (kind: Item['kind'], words: string): Item => ({ kind, words, object: '1', quantity: null, value_fen: null })
test('the list is read by kind, in its own order', () => {
  const kinds = byKind([item('goods', '大米'), item('paper', '采购'), item('goods', '食用油')])
  expect(kinds.map(([kind, items]) => [kind, items.map((i) => i.words)])).toEqual([
    ['goods', ['大米', '食用油']],
    ['paper', ['采购']],
  ])
})
