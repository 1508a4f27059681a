import { expect, test } from 'vitest'
import { speak } from '@/shared/words'
import { grantPath, grantWords, LOGIN } from './user'

test('a login is small letters, digits and a few signs', () => {
  expect(LOGIN.test('wang.min')).toBe(true)
  expect(LOGIN.test('w')).toBe(false)
  expect(LOGIN.test('-wang')).toBe(false)
  expect(LOGIN.test('王')).toBe(false)
})
test('a grant says role, reach and end', () => {
  speak('zh-CN')
  expect(grantWords({ role: 'checker', org: { code: '150302', name: '海勃湾区总工会' }, until: '2025-12-31' })).toBe('审核（海勃湾区总工会 及下级，2025年12月31日）')
  expect(grantWords({ role: 'security', org: null, until: null })).toBe('安全管理员（全部工会）')
})
test('the path of a grant is escaped, and everywhere is a hyphen', () => {
  expect(grantPath('wang', { role: 'maker', org: { code: 'ZK/1', name: 'x' }, until: null })).toBe('/users/wang/grants/maker/ZK%2F1')
  expect(grantPath('wang', { role: 'maker', org: null, until: null })).toBe('/users/wang/grants/maker/-')
})
