import { expect, test } from 'vitest'
import { bytes } from './bytes'

test('sizes are short and in the unit that fits', () => {
  expect(bytes(0)).toBe('0 B')
  expect(bytes(1023)).toBe('1023 B')
  expect(bytes(1536)).toBe('1.5 KB')
  expect(bytes(104857600)).toBe('100 MB')
  expect(bytes(5 * 1024 ** 4)).toBe('5.0 TB')
  expect(bytes(3 * 1024 ** 5)).toBe('3072 TB')
})
