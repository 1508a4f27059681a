import { beforeEach, describe, expect, it } from 'vitest'
import { language } from '@/shared/words'
import { figureText } from './figure'

beforeEach(() => {
  language.value = 'zh-CN'
})

describe('a figure', () => {
  it('keeps its 余 and 近', () => {
    expect(figureText({ value: 387, unit: '人' })).toBe('387 人')
    expect(figureText({ value: 2389, is: 'more_than', unit: '人' })).toBe('2,389余人')
    expect(figureText({ value: 47000, is: 'about', unit: '人' })).toBe('近47,000人')
    language.value = 'en'
    expect(figureText({ value: 2389, is: 'more_than', unit: 'people' })).toBe('more than 2,389 people')
  })
  it('of money claims no fen that it does not know', () => {
    expect(figureText({ value: 15000000, is: 'more_than' }, true)).toBe('150,000余元')
    expect(figureText({ value: 15000000 }, true)).toBe('150,000.00 元')
    language.value = 'en'
    expect(figureText({ value: 15000000, is: 'about' }, true)).toBe('about ¥150,000')
  })
  it('that nobody reported is not zero', () => {
    expect(figureText({ value: null })).toBe('')
    expect(figureText({ value: 0 })).toBe('0')
  })
})
