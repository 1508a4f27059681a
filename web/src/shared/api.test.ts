import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { address, api, ApiError, connection, forget, nameOf, newKey, OfflineError, problem } from './api'
import { language } from './words'

type Answer = Response | Error
let asked: { url: string; init: RequestInit }[]
function answers(...list: Answer[]): void {
  asked = []
  vi.stubGlobal('fetch', (url: string, init: RequestInit) => {
    asked.push({ url, init })
    const answer = list[Math.min(asked.length, list.length) - 1]
    return answer instanceof Response ? Promise.resolve(answer.clone()) : Promise.reject(answer)
  })
}
const json = (value: unknown, status = 200, headers: Record<string, string> = {}) =>
  new Response(JSON.stringify(value), { status, headers: { 'Content-Type': 'application/json', ...headers } })
const cut = new TypeError('Failed to fetch')
const sent = (at: number, name: string) => (asked[at]!.init.headers as Record<string, string>)[name]

beforeEach(() => {
  connection.waits = [0, 0]
  connection.csrf = 'c5rf'
  connection.ended = vi.fn()
  language.value = 'zh-CN'
  forget()
})
afterEach(() => vi.unstubAllGlobals())

describe('a write', () => {
  it('carries its key, the session’s token and the language', async () => {
    answers(json({ code: 'hw-2025' }, 201))
    await expect(api.post('/cycles', { name: '甲' }, { key: 'k1' })).resolves.toEqual({ code: 'hw-2025' })
    expect(asked[0]!.url).toBe('/api/v1/cycles')
    expect(sent(0, 'Idempotency-Key')).toBe('k1')
    expect(sent(0, 'X-Songnuan-CSRF')).toBe('c5rf')
    expect(sent(0, 'Accept-Language')).toBe('zh-CN')
    expect(asked[0]!.init.body).toBe('{"name":"甲"}')
  })
  it('keeps its key over a cut line and a busy server', async () => {
    answers(cut, json({}, 503), json({ ok: true }))
    await api.post('/cycles', {})
    expect(asked).toHaveLength(3)
    expect(new Set([0, 1, 2].map((i) => sent(i, 'Idempotency-Key'))).size).toBe(1)
  })
  it('says that no answer came, when none does', async () => {
    answers(cut)
    await expect(api.post('/cycles', {})).rejects.toBeInstanceOf(OfflineError)
    expect(asked).toHaveLength(3)
  })
  it('is not sent again when it was refused', async () => {
    answers(json({ title: '已结束', code: 'cycle_closed', status: 409 }, 409))
    await expect(api.post('/cycles', {})).rejects.toMatchObject({ status: 409, code: 'cycle_closed', title: '已结束' })
    expect(asked).toHaveLength(1)
  })
  it('takes an empty answer for one', async () => {
    answers(new Response(null, { status: 204 }))
    await expect(api.remove('/session')).resolves.toBeUndefined()
    expect(asked[0]!.init.body).toBeNull()
  })
  it('has a key of its own each time', () => {
    const keys = new Set(Array.from({ length: 200 }, newKey))
    expect(keys.size).toBe(200)
    for (const key of keys) expect(key).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  })
})

describe('a read', () => {
  it('carries no token and no key', async () => {
    answers(json({}))
    await api.get('/session')
    expect(sent(0, 'X-Songnuan-CSRF')).toBeUndefined()
    expect(sent(0, 'Idempotency-Key')).toBeUndefined()
  })
  it('comes from what is remembered where the program says that nothing changed', async () => {
    answers(json({ n: 1 }, 200, { ETag: '"a"' }), new Response(null, { status: 304 }))
    await api.get('/orgs/1')
    await expect(api.get('/orgs/1')).resolves.toEqual({ n: 1 })
    expect(sent(1, 'If-None-Match')).toBe('"a"')
  })
  it('remembers nothing of the user before', async () => {
    answers(json({ n: 1 }, 200, { ETag: '"a"' }), json({ n: 2 }))
    await api.get('/orgs/1')
    forget()
    await expect(api.get('/orgs/1')).resolves.toEqual({ n: 2 })
    expect(sent(1, 'If-None-Match')).toBeUndefined()
  })
  it('gives a page the time at which it was so', async () => {
    answers(json({ items: [1], next: 'x' }, 200, { Date: 'Sat, 26 Oct 2024 02:42:00 GMT' }))
    await expect(api.page('/orgs')).resolves.toEqual({
      items: [1],
      next: 'x',
      as_of: 'Sat, 26 Oct 2024 02:42:00 GMT',
      asked: { path: '/orgs', query: {} },
    })
  })
  it('leaves out what was not asked for', () => {
    expect(address('/people', { org: '150700', find: '王 英&', after: '', page: null, n: 0, on: undefined })).toBe(
      '/api/v1/people?org=150700&find=%E7%8E%8B+%E8%8B%B1%26&n=0',
    )
  })
  it('stops when nobody waits for it any more', async () => {
    answers(new DOMException('aborted', 'AbortError'))
    await expect(api.get('/orgs')).rejects.toMatchObject({ name: 'AbortError' })
    expect(asked).toHaveLength(1)
  })
})

describe('a refusal', () => {
  it('names each field by its path', () => {
    const e = problem(400, JSON.stringify({ title: '有误', code: 'bad_body', errors: [{ path: 'items.2.qty', code: 'out_of_range', title: '数量须为 1 至 99' }] }), null)
    expect(e).toBeInstanceOf(ApiError)
    expect(e.fields).toEqual([{ path: 'items.2.qty', code: 'out_of_range', reason: '数量须为 1 至 99' }])
  })
  it('names the only field', () => {
    expect(problem(409, JSON.stringify({ title: '代码已被占用', code: 'code_taken', field: 'code' }), null).fields).toEqual([
      { path: 'code', code: 'code_taken', reason: '代码已被占用' },
    ])
  })
  it('that nobody can read still has words', () => {
    for (const text of ['', '<html>502</html>', '[]', 'null', '"x"', '{"status":500}']) {
      const e = problem(502, text, '7')
      expect(e.code).toBe('unreadable')
      expect(e.title).toContain('502')
      expect(e.retryAfterSeconds).toBe(7)
    }
  })
  it('of an ended session is told once to the page', async () => {
    answers(json({ title: '请先登录', code: 'sign_in_first' }, 401))
    await expect(api.get('/orgs')).rejects.toMatchObject({ status: 401 })
    expect(connection.ended).toHaveBeenCalledTimes(1)
  })
  it('in what should be JSON is no crash', async () => {
    answers(new Response('<html>', { status: 200 }))
    await expect(api.get('/orgs')).rejects.toMatchObject({ code: 'unreadable' })
  })
})

describe('the name of a file', () => {
  it('is the program’s', () => {
    expect(nameOf('attachment; filename="cycles.csv"')).toBe('cycles.csv')
    expect(nameOf("attachment; filename=x.csv; filename*=UTF-8''%E5%90%8D%E5%86%8C.csv")).toBe('名册.csv')
    expect(nameOf("attachment; filename=x.csv; filename*=UTF-8''%E5")).toBe('x.csv')
    expect(nameOf(null)).toBe('')
  })
})
