import { expect, test } from 'vitest'
import { check, hasUnset, nextVersion, placesOf, valuesOf, type Document } from './programme'

const before: Document = {
  schema: 1, code: 'campaign', version: 1, name: { zh: '慰问', en: 'Campaign' }, kind: 'campaign', effective: { from: '2024-01-01', until: null },
  source: 'a test', eligibility: { categories: ['环卫工'], rules: [{ kind: 'gap', days: 300, source: 'old' }] },
  benefits: [{ code: 'gift', items: ['kit:2024-hw', 'cash'], quantity: 1, standard_fen: 20000, source: 'old' }],
  caps: [{ rule: 'person-year', period: 'year', max_fen: 600000, source: 'old' }], sources: ['UPPER', 'OWN'],
}
const words = { required: 'required' }

test('nothing typed, nothing changed: the next version says what the last one said', () => {
  const v = { ...valuesOf(before, '2025-01-01'), decision: '纪要' }
  const { document, changes } = nextVersion(before, v, 2)
  expect(changes).toBe(0)
  expect(document).toEqual({ ...before, version: 2, effective: { from: '2025-01-01', until: null } })
})
test('a value that changed bears the decision, the others keep their source', () => {
  const v = valuesOf(before, '2025-01-01')
  v.decision = '纪要三号'
  v.benefits[0]!.standard_fen = 22000
  const { document, changes } = nextVersion(before, v, 2)
  expect(changes).toBe(1)
  expect(document.benefits[0]).toMatchObject({ standard_fen: 22000, source: '纪要三号' })
  expect(document.caps[0]!.source).toBe('old')
  expect(document.eligibility.rules[0]).toEqual({ kind: 'gap', days: 300, source: 'old' })
})
test('what nobody has set is null and says who sets it', () => {
  const v = valuesOf(before, '2025-01-01')
  v.decision = 'x'
  v.caps[0]!.max_fen = null
  expect(hasUnset(v)).toBe(true)
  expect(check(v, before, words, (d) => d).set_by).toBe('required')
  v.set_by = '自治区总工会'
  expect(nextVersion(before, v, 2).document.caps[0]).toMatchObject({ max_fen: null, set_by: '自治区总工会' })
})
test('places are read a line at a time, and a line that cannot be read is named', () => {
  expect(placesOf('150300 1200\n\n150400，80人')).toEqual({ places: [{ org: '150300', places: 1200 }, { org: '150400', places: 80 }], wrong: 0 })
  expect(placesOf('150300 1200\n乌海市').wrong).toBe(2)
})
test('a version begins later than the one before', () => {
  const v = { ...valuesOf(before, '2024-01-01'), decision: 'x' }
  expect(check(v, before, words, (d) => d).from).toContain('2024-01-01')
})
