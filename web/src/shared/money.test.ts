import { beforeEach, describe, expect, it } from 'vitest'
import { money, parseYuan, yuan } from './money'
import { language } from './words'

beforeEach(() => {
  language.value = 'zh-CN'
})

describe('fen as yuan', () => {
  it.each([
    [0, '0.00'],
    [1, '0.01'],
    [-5, '−0.05'],
    [123456, '1,234.56'],
    [920000000, '9,200,000.00'],
    [900719925474099, '9,007,199,254,740.99'],
  ])('%d is %s', (fen, text) => expect(yuan(fen)).toBe(text))
  it('say their unit in the reader’s language', () => {
    expect(money(-123456)).toBe('−1,234.56 元')
    language.value = 'en'
    expect(money(-123456)).toBe('−¥1,234.56')
  })
})

describe('what a person types as money', () => {
  it.each([
    ['1234.5', 123450],
    ['1,234.50', 123450],
    ['１２３４．５', 123450],
    ['1，234元', 123400],
    ['¥ 1 234', 123400],
    ['1.5万', 1500000],
    ['47.78万元', 47780000],
    ['0.00', 0],
    ['0.290', 29],
    ['999999999999', 99999999999900],
  ])('%s is %d fen', (text, fen) => expect(parseYuan(text)).toBe(fen))
  it.each(['', ' ', '-1', '1.234', '1.2.3', '一千', '1e3', 'NaN', '0x10', '9999999999999', '1.00000001万', '12万3'])(
    '%j is no amount',
    (text) => expect(parseYuan(text)).toBeNull(),
  )
  it('is never off by a fen, whatever the fraction', () => {
    for (let fen = 0; fen < 100_000; fen += 7) expect(parseYuan(yuan(fen))).toBe(fen)
  })
})
