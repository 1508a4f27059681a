import { beforeEach, describe, expect, it } from 'vitest'
import { day, dayOf, isoDay, moment, stamp } from './day'
import { language } from './words'

beforeEach(() => {
  language.value = 'zh-CN'
})

describe('days', () => {
  it('come as numbers or as texts', () => {
    expect(isoDay(20241026)).toBe('2024-10-26')
    expect(isoDay('2024-10-26')).toBe('2024-10-26')
    expect([isoDay(0), isoDay(null), isoDay(''), isoDay('morgen')]).toEqual(['', '', '', ''])
  })
  it('are written out in the reader’s language', () => {
    expect(day('2024-10-26')).toBe('2024年10月26日')
    expect(day(null)).toBe('')
    language.value = 'en'
    expect(day(20241026)).toBe('26 Oct 2024')
  })
})

/* These tests run in Los Angeles. */
describe('moments', () => {
  const now = new Date('2024-10-26T04:00:00Z')
  it('are the union’s, not the reader’s', () => {
    expect(new Date('2024-10-26T04:00:00Z').getHours()).not.toBe(12)
    expect(dayOf('2024-10-25T16:00:00Z')).toBe('2024-10-26')
    expect(dayOf('2024-10-25T15:59:59.999Z')).toBe('2024-10-25')
  })
  it('say as much as is needed', () => {
    expect(moment('2024-10-26T02:42:00Z', now)).toBe('10:42')
    expect(moment('2024-10-25T02:42:00Z', now)).toBe('10-25 10:42')
    expect(moment('2023-10-25T16:00:00Z', now)).toBe('2023-10-26 00:00')
    expect(stamp('2024-10-26T02:42:07.123456Z')).toBe('2024-10-26 10:42:07')
  })
  it('are nothing where there is none', () => {
    expect([moment(null), moment(''), moment('bald'), stamp(undefined)]).toEqual(['', '', '', ''])
  })
})
