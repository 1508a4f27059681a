import { describe, expect, it } from 'vitest'
import { percent } from './workbench'

describe('how far a cycle is', () => {
  it.each([
    [0, 100, 0],
    [1, 47000, 1],
    [46999, 47000, 99],
    [47000, 47000, 100],
    [47001, 47000, 100],
    [50, 100, 50],
    [0, 0, 0],
    [3, 0, 0],
  ])('%d of %d is %d %%', (given, rights, want) => expect(percent(given, rights)).toBe(want))
})
