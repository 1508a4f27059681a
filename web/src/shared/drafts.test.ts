import { nextTick } from 'vue'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { countDrafts, draftsLost, dropDrafts, dropOldDrafts, openDrafts, useDraft } from './drafts'
import { leave, session, take } from './session'

const KEYS: Record<string, string | null> = { 'w-maker': 'AAAAAAAAAAAAAAAAAAAAAA', 'l-maker': 'qqqqqqqqqqqqqqqqqqqqqg', 'n-maker': null }
async function user(login: string): Promise<void> {
  take({ user: { login, name: login, org: null }, permissions: [], grants: [], csrf: '', drafts: KEYS[login] ?? null, need: 'nothing', expires: '', demo: false })
  await openDrafts()
}
/* A new page of the browser: what the old one held in memory is gone. */
async function reloaded(login: string): Promise<void> {
  leave()
  await user('n-maker')
  await user(login)
}
const initial = () => ({ name: '', code: '', lines: [] as string[] })
type Draft = ReturnType<typeof useDraft<ReturnType<typeof initial>>>
const all: Draft[] = [] // none writes into the next test
function open(): Draft {
  const made = useDraft('cycle', initial, { secret: ['code'] })
  all.push(made)
  return made
}
const stored = () => Object.entries({ ...localStorage }).filter(([name]) => name.includes('draft'))

beforeEach(async () => {
  localStorage.clear()
  await reloaded('w-maker')
})
afterEach(() => {
  for (const draft of all.splice(0)) {
    draft.clear()
    draft.close()
  }
  vi.useRealTimers()
  session.now = null
})
/* Until it lies in the browser. */
async function typed(draft: Draft): Promise<void> {
  await nextTick()
  await draft.save()
}

describe('a draft', () => {
  it('is there again after the window was closed, with the key of its intention', async () => {
    const first = open()
    first.values.name = '2025年慰问'
    first.values.lines.push('米')
    await typed(first)
    first.close()
    await reloaded('w-maker')
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
    await vi.waitFor(() => expect(stored()).toHaveLength(1), { timeout: 20_000 })
    await reloaded('w-maker')
    expect(open().values.name).toBe('急')
    first.close()
  })
  it('lies in the browser sealed: no name that was typed stands there', async () => {
    const first = open()
    first.values.name = '合成甲'
    await typed(first)
    const there = JSON.stringify({ ...localStorage })
    expect(stored()).toHaveLength(1)
    expect(there).not.toContain('合成甲')
    expect(there).not.toContain(btoa(String.fromCharCode(...new TextEncoder().encode('合成甲'))))
    expect(there).not.toContain(KEYS['w-maker'])
  })
  it('survives an ended session and is the user’s own', async () => {
    const first = open()
    first.values.name = '甲'
    await typed(first)
    first.close()
    leave()
    await user('l-maker')
    expect(open().values.name).toBe('')
    await user('w-maker')
    expect(open().values.name).toBe('甲')
  })
  it('opens by no other user’s key, nor under another name', async () => {
    const first = open()
    first.values.name = '甲'
    await typed(first)
    first.close()
    const [name, text] = stored()[0]!
    localStorage.setItem(name.replace('w-maker', 'l-maker'), text)
    localStorage.setItem(name.replace('cycle', 'fund'), text)
    await reloaded('l-maker')
    expect(open().values.name).toBe('')
    await reloaded('w-maker')
    expect(useDraft('fund', () => ({ name: '' })).values.name).toBe('')
    expect(open().values.name).toBe('甲')
  })
  it('that no key opens any more is not silently gone: its user is told how many, once', async () => {
    const draft = open()
    draft.values.name = '没交完'
    await typed(draft)
    draft.close()
    const old = KEYS['w-maker']!
    KEYS['w-maker'] = 'zzzzzzzzzzzzzzzzzzzzzw' // as after another installation under the same address
    await reloaded('w-maker')
    expect(draftsLost.value).toBe(1)
    expect(stored()).toEqual([])
    await reloaded('w-maker')
    expect(draftsLost.value).toBe(0)
    KEYS['w-maker'] = old
  })
  it('that is typed after the session has ended is sealed too', async () => {
    const first = open()
    leave()
    first.values.name = '后来'
    await typed(first)
    expect(JSON.stringify({ ...localStorage })).not.toContain('后来')
    await reloaded('w-maker')
    expect(open().values.name).toBe('后来')
    first.close()
  })
  it('is not kept where the program gave no key', async () => {
    await reloaded('n-maker')
    const first = open()
    first.values.name = '甲'
    await typed(first)
    expect(stored()).toEqual([])
    expect(first.keptAt.value).toBeNull()
    first.close()
    expect(open().values.name).toBe('甲')
  })
  it('keeps nothing secret', async () => {
    const first = open()
    Object.assign(first.values, { name: '甲', code: '150702196802300021' })
    await typed(first)
    await reloaded('w-maker')
    expect(open().values).toMatchObject({ name: '甲', code: '' })
  })
  it('is gone when it was handed in, and what comes next is another intention', async () => {
    const first = open()
    first.values.name = '甲'
    await typed(first)
    const key = first.key.value
    first.reset()
    await new Promise((r) => setTimeout(r, 200)) // nothing is kept of what is empty again
    expect(first.values).toEqual({ name: '', code: '', lines: [] })
    expect(first.key.value).not.toBe(key)
    expect(stored()).toEqual([])
    expect(open().restoredAt.value).toBeNull()
    first.values.name = '乙'
    await typed(first)
    expect(open().values.name).toBe('乙')
  })
  it('that was handed in while it was being sealed does not come back', async () => {
    const first = open()
    first.values.name = '甲'
    const saving = first.save()
    first.clear()
    await saving
    expect(stored()).toEqual([])
  })
  it('goes when its user says so, and only his', async () => {
    const first = open()
    first.values.name = '甲'
    await typed(first)
    await user('l-maker')
    const other = open()
    other.values.name = '乙'
    await typed(other)
    expect(countDrafts('w-maker')).toBe(1)
    dropDrafts('w-maker')
    expect(countDrafts('w-maker')).toBe(0)
    expect(countDrafts('l-maker')).toBe(1)
    await user('w-maker')
    expect(open().values.name).toBe('')
  })
  it('is forgotten after a week, and swept; so is what lies there unsealed', async () => {
    const first = open()
    first.values.name = '甲'
    await typed(first)
    first.close()
    localStorage.setItem('songnuan.draft.w-maker.broken', '{')
    localStorage.setItem('songnuan.draft.w-maker.clear', JSON.stringify({ at: Date.now(), key: 'k', values: { name: '合成甲' } }))
    vi.useFakeTimers({ now: Date.now() + 8 * 86_400_000, toFake: ['Date'] })
    expect(open().values.name).toBe('')
    dropOldDrafts()
    expect(stored()).toEqual([])
  })
  it('works where the browser keeps nothing', async () => {
    vi.spyOn(Storage.prototype, 'setItem').mockImplementation(() => {
      throw new DOMException('full', 'QuotaExceededError')
    })
    const first = open()
    first.values.name = '甲'
    await typed(first)
    expect(first.keptAt.value).toBeNull()
    vi.restoreAllMocks()
  })
})
