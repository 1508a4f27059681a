/* One paper as its reader sees it: what he may do is what the program says, and what he signs is what he has seen. */
import { flushPromises, mount } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createMemoryHistory, createRouter } from 'vue-router'
import { connection } from '@/shared/api'
import { language } from '@/shared/words'
import { asked } from '../../parts/confirm'
import type { DocumentLine, DocumentWhole } from '../../money/money'
import Document from './Document.vue'

const account = (code: string) => ({ org: { code, name: code }, class: 'fund', cycle: 'hw', source: 'OWN', item: null, lot: null, holder: null, level: null })
const line = (to: string, value_fen: number): DocumentLine => ({ kind: 'allot', transfer_id: to, from: account('甲'), to: account(to), quantity: 0, value_fen })
const paper = (id: string, more: Partial<DocumentWhole> = {}): DocumentWhole => ({
  document_id: id, kind: 'allot', org: { code: '15', name: '甲' }, cycle: 'hw', state: 'made', reversed: false, count: 1, total_fen: 100,
  purpose: null, words: '下拨一', reference: null, day: '2024-10-20', made_at: '2024-10-20T02:00:00Z', maker: { login: 'w', name: '王' },
  receiver: null, receiver_org: null, waits_for: ['checker'], lines: [line('乙', 100)],
  acts: [{ act: 'make', by: { login: 'w', name: '王' }, at: '2024-10-20T02:00:00Z', words: null }],
  snapshot: 'ab'.repeat(32), my_hands: ['checker'], may_send_back: true, may_cancel: false, may_reverse: false, ...more,
})

let answers: Record<string, unknown>
let sent: { path: string; body: unknown }[]
beforeEach(() => {
  language.value = 'zh-CN'
  connection.waits = []
  sent = []
  answers = { '/documents/d1': paper('d1'), '/documents': { items: [], next: null } }
  vi.stubGlobal('fetch', async (url: string, init: RequestInit) => {
    const path = new URL(url, 'http://x').pathname.replace('/api/v1', '')
    if (init.method === 'POST') sent.push({ path, body: JSON.parse(String(init.body)) })
    const answer = init.method === 'POST' ? answers['/documents/d1'] : answers[path]
    return new Response(JSON.stringify(answer ?? { title: '没有', code: 'gone' }), { status: answer ? 200 : 404 })
  })
})
afterEach(() => vi.unstubAllGlobals())

async function open() {
  const router = createRouter({ history: createMemoryHistory(), routes: [{ path: '/', name: 'approvals', component: { template: '<i/>' } }] })
  const made = mount(Document, { props: { id: 'd1' }, global: { plugins: [router] }, attachTo: document.body })
  await flushPromises()
  return made
}
const button = (made: Awaited<ReturnType<typeof open>>, name: string) => made.findAll('button').find((b) => b.text() === name)

describe('one paper', () => {
  it('offers what the program says that the reader may do, and nothing else', async () => {
    const made = await open()
    expect([!!button(made, '审核'), !!button(made, '退回'), !!button(made, '批准'), !!button(made, '红字更正')]).toEqual([true, true, false, false])
    answers['/documents/d1'] = paper('d1', { my_hands: [], may_send_back: false })
    expect((await open()).text()).toContain('现在不由您办理')
  })
  it('signs what was seen, with what is said', async () => {
    const made = await open()
    await made.find('textarea').setValue(' 同意 ')
    await button(made, '审核')!.trigger('click')
    await flushPromises()
    expect(sent).toEqual([{ path: '/documents/d1/sign', body: { hand: 'checker', snapshot: 'ab'.repeat(32), words: '同意' } }])
  })
  it('is sent back only with a reason, by its name and how much it is', async () => {
    const made = await open()
    await button(made, '退回')!.trigger('click')
    expect(asked.now).toMatchObject({ reason: true, act: '退回', count: '1 笔，1.00 元' })
    expect(asked.now!.object).toContain('下拨一')
    asked.answer(null)
    await flushPromises()
    expect(sent).toEqual([])
    await button(made, '退回')!.trigger('click')
    asked.answer('人数不符')
    await flushPromises()
    expect(sent).toEqual([{ path: '/documents/d1/send-back', body: { words: '人数不符' } }])
  })
  it('shows what differs from the one that was sent back before it', async () => {
    answers['/documents'] = { items: [paper('d0', { state: 'cancelled', made_at: '2024-10-19T02:00:00Z' })], next: null }
    answers['/documents/d0'] = paper('d0', {
      lines: [line('乙', 70), line('丙', 30)],
      acts: [{ act: 'send_back', by: { login: 'l', name: '李' }, at: '2024-10-19T08:00:00Z', words: '丙没有这个活动' }],
    })
    const text = (await open()).text()
    expect(text).toContain('丙没有这个活动')
    expect(text).toContain('0.70 元')
  })
})
