import { describe, expect, it } from 'vitest'
import { base64url, cellOf, fixesOf, isSecret, pastedRows } from './imports'

describe('corrected cells', () => {
  it('say where they are and what they are to be', () => {
    const a = cellOf({ sheet: '一队', row: 14, column: '班组' })
    const b = cellOf({ sheet: null, row: 3, column: '姓名' })
    expect(fixesOf({ [a]: ' 二班 ', [b]: '合成甲' })).toEqual([
      { sheet: '一队', row: 14, column: '班组', value: '二班' },
      { row: 3, column: '姓名', value: '合成甲' },
    ])
  })
  it('that nothing was typed into are none', () => {
    expect(fixesOf({ [cellOf({ sheet: null, row: 3, column: '姓名' })]: '  ' })).toEqual([])
  })
  it('that hold whole numbers are not kept by the browser', () => {
    expect(isSecret('身份证号')).toBe(true)
    expect(isSecret('银行卡号')).toBe(true)
    expect(isSecret('班组')).toBe(false)
  })
})

describe('pasted cells', () => {
  it('are counted without their heading and blank lines', () => {
    expect(pastedRows('姓名\t身份证号\n合成甲\t1\n\n合成乙\t2\n')).toBe(2)
    expect(pastedRows('')).toBe(0)
  })
})

describe('a file as text', () => {
  it('is base64url without padding, however long', async () => {
    expect(await base64url(new Blob([new Uint8Array([0xfb, 0xff, 0xfe])]))).toBe('-__-')
    expect(await base64url(new Blob([new Uint8Array([0xfb])]))).toBe('-w')
    expect((await base64url(new Blob([new Uint8Array(100_000)]))).length).toBe(Math.ceil((100_000 * 4) / 3))
  })
})
