import { expect, test, vi } from 'vitest'
import { inSight, makeTree, step, type TreeOrg } from './tree'

const org = (code: string, children: number): TreeOrg => ({
  code, name: code, kind: 'general', level: 1, parent: null, children, below: children, name_confirmed: true, known_as: null,
})
const levels: Record<string, { items: TreeOrg[]; next: string | null }> = {
  '': { items: [org('15', 2)], next: null },
  '15': { items: [org('1501', 2), org('1502', 0)], next: 'more' },
  '15+more': { items: [org('1503', 0)], next: null },
  '1501': { items: [org('150101', 0), org('150102', 0)], next: null },
}
const read = vi.fn((parent: string, after: string | null) => Promise.resolve(levels[after ? `${parent}+${after}` : parent]!))

test('a level is read once, when it is first opened, and its next page on demand', async () => {
  const tree = makeTree(read)
  await tree.roots()
  expect(inSight(tree.state.roots).map((n) => n.org.code)).toEqual(['15', '1501', '1502'])
  const [root, east] = inSight(tree.state.roots)
  await tree.open(east!)
  tree.shut(east!)
  const reads = read.mock.calls.length
  await tree.open(east!)
  expect(read.mock.calls.length).toBe(reads)
  await tree.more(root!)
  expect(inSight(tree.state.roots).map((n) => n.org.code)).toEqual(['15', '1501', '150101', '150102', '1502', '1503'])
})

test('a failure stays at its union, and asking again reads it', async () => {
  const failing = vi.fn(read)
  const tree = makeTree(failing)
  await tree.roots()
  const east = inSight(tree.state.roots)[1]!
  failing.mockRejectedValueOnce(new Error('cut'))
  await tree.open(east)
  expect(east.failure).toBeInstanceOf(Error)
  expect(east.children).toBeNull()
  await tree.more(east)
  expect(east.children).toHaveLength(2)
})

test('keys walk what is in sight', async () => {
  const tree = makeTree(read)
  await tree.roots()
  const rows = inSight(tree.state.roots)
  expect(step(rows, 0, 'ArrowDown')).toBe(1)
  expect(step(rows, 2, 'ArrowDown')).toBe(2)
  expect(step(rows, 1, 'ArrowRight')).toBe('open')
  expect(step(rows, 2, 'ArrowRight')).toBe(2)
  expect(step(rows, 2, 'ArrowLeft')).toBe(0)
  expect(step(rows, 0, 'ArrowLeft')).toBe('shut')
  expect(step(rows, 1, 'End')).toBe(2)
  expect(step(rows, 1, 'a')).toBeNull()
})
