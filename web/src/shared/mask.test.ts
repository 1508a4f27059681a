import { describe, expect, it } from 'vitest'
import { maskCard, maskId, maskName, maskPhone } from './mask'

describe('masks hide what the program’s hide', () => {
  it('id numbers: the first three and the last four stay', () => expect(maskId('150702196802300021')).toBe('150***********0021'))
  it('mobiles: three and four stay; landlines lose their last four', () => {
    expect(maskPhone('13812345678')).toBe('138****5678')
    expect(maskPhone('138 1234 5678')).toBe('138****5678')
    expect(maskPhone('0470-3451234')).toBe('0470345****')
  })
  it('cards: four stay', () => expect(maskCard('6222 0000 0000 0018')).toBe('****0018'))
  it('names: the first character stays, also of a rare one', () => {
    expect([maskName('王英'), maskName('王小英'), maskName('乌云·其其格'), maskName('𠮷田')]).toEqual(['王**', '王**', '乌**', '𠮷**'])
  })
  it('what is too short shows nothing', () => {
    expect([maskId('1234567'), maskPhone('123'), maskCard('1234567'), maskName('')]).toEqual(['*******', '***', '****', ''])
  })
})
