import { describe, expect, it } from 'vitest'
import { browserWords, hindrance, toBytes, toText } from './keys'

const site = 'https://care.example.cn'
const good = { secure: true, origin: site, able: true }

describe('security keys', () => {
  it('carry bytes as base64url, there and back', () => {
    const bytes = Uint8Array.from({ length: 256 }, (_, i) => i)
    for (const count of [0, 1, 2, 3, 32, 256]) {
      const text = toText(bytes.slice(0, count).buffer)
      expect(text).toMatch(/^[A-Za-z0-9_-]*$/)
      expect([...toBytes(text)]).toEqual([...bytes.slice(0, count)])
    }
    expect(toText(Uint8Array.of(251, 255).buffer)).toBe('-_8')
  })
  it('say why they cannot be used here', () => {
    expect(hindrance(site, good)).toBe('')
    expect(hindrance(null, good)).toContain('--site')
    expect(hindrance(site, { ...good, origin: 'https://10.0.0.5' })).toContain(site)
    expect(hindrance(site, { ...good, secure: false })).toContain('https')
    expect(hindrance(site, { ...good, able: false })).not.toBe('')
  })
  it('have words for what a browser refuses', () => {
    const words = ['NotAllowedError', 'InvalidStateError', 'NotSupportedError', 'OtherError'].map((name) => browserWords(new DOMException('', name)))
    expect(new Set(words).size).toBe(4)
    expect(browserWords('?')).toBe(words[3])
  })
})
