import { nextTick } from 'vue'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { dropOldDrafts, useDraft } from './drafts'
import { session, take } from './session'

const user = (login: string) =>
  take({ user: { login, name: login, org: null }, permissions: [], grants: [], csrf: '', need: 'nothing', expires: '', demo: false })
const open = () => useDraft('cycle', () => ({ name: '', code: '', lines: [] as string[] }), { secret: ['code'] })

beforeEach(() => {
  vi.useFakeTimers()
  localStorage.clear()
  user('w-maker')
})
afterEach(() => {
  vi.useRealTimers()
  session.now = null
})
async function typed(): Promise<void> {
  await nextTick()
  vi.advanceTimersByTime(400)
}

describe('a draft', () => {
  it('is there again after the window was closed, with the key of its intention', async () => {
    const first = open()
    first.values.name = '2025年慰问'
    first.values.lines.push('米')
    await typed()
    first.close()
    const second = open()
    expect(second.values).toMatchObject({ name: '2025年慰问', lines: ['米'] })
    expect(second.key.value).toBe(first.key.value)
    expect(second.restoredAt.value).not.toBeNull()
  })
  it('is kept when the window closes before the wait is over', async () => {
    const first = open()
    first.values.name = '急'
    await nextTick()
    dispatchEvent(new Event('pagehide'))
    expect(open().values.name).toBe('急')
    first.close()
  })
  it('survives an ended session and is the user’s own', async () => {
    const first = open()
    first.values.name = '甲'
    await typed()
    first.close()
    user('l-maker')
    expect(open().values.name).toBe('')
    user('w-maker')
    expect(open().values.name).toBe('甲')
  })
  it('keeps nothing secret', async () => {
    const first = open()
    Object.assign(first.values, { name: '甲', code: '150702196802300021' })
    await typed()
    expect(JSON.stringify({ ...localStorage })).not.toContain('150702196802300021')
    expect(open().values).toMatchObject({ name: '甲', code: '' })
  })
  it('is gone when it was handed in, and what comes next is another intention', async () => {
    const first = open()
    first.values.name = '甲'
    await typed()
    const key = first.key.value
    first.reset()
    await typed()
    expect(first.values).toEqual({ name: '', code: '', lines: [] })
    expect(first.key.value).not.toBe(key)
    expect(open().restoredAt.value).toBeNull()
    first.values.name = '乙'
    await typed()
    expect(open().values.name).toBe('乙')
  })
  it('is forgotten after two weeks, and swept', async () => {
    const first = open()
    first.values.name = '甲'
    await typed()
    first.close()
    vi.advanceTimersByTime(15 * 86_400_000)
    expect(open().values.name).toBe('')
    localStorage.setItem('songnuan.draft.w-maker.broken', '{')
    dropOldDrafts()
    expect(Object.keys(localStorage).filter((k) => k.includes('draft'))).toEqual([])
  })
  it('works where the browser keeps nothing', async () => {
    vi.spyOn(Storage.prototype, 'setItem').mockImplementation(() => {
      throw new DOMException('full', 'QuotaExceededError')
    })
    const first = open()
    first.values.name = '甲'
    await typed()
    expect(first.keptAt.value).toBeNull()
    vi.restoreAllMocks()
  })
})
