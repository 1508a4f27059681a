import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { SCAN_BYTES_MAX, isPicture, sizeProblem, sizeText } from './scans'

describe('scans', () => {
  it('says how large a file is', () => {
    expect([0, 1023, 1024, 1025, 1024 * 1024, SCAN_BYTES_MAX].map(sizeText)).toEqual(['0 B', '1023 B', '1 KB', '2 KB', '1.0 MB', '16.0 MB'])
  })
  it('refuses what is empty or too large before it is sent, and nothing else', () => {
    expect([0, 1, SCAN_BYTES_MAX, SCAN_BYTES_MAX + 1].map(sizeProblem)).toEqual(['file_empty', null, null, 'file_big'])
  })
  it('shows pictures in the page, not PDFs', () => {
    expect([isPicture({ type: 'image/jpeg' }), isPicture({ type: 'image/png' }), isPicture({ type: 'application/pdf' })]).toEqual([true, true, false])
  })
  it('has the program’s own limit', () => {
    const limits = readFileSync('../src/base/limits.h', 'utf8') // web/ is where its checks run
    const [, count, shift] = /ATTACHMENT_BYTES_MAX\s*=\s*(\d+) << (\d+)/.exec(limits) ?? []
    expect(SCAN_BYTES_MAX).toBe(Number(count) * 2 ** Number(shift))
  })
})
