/* Parts as a page uses them, in a document without a browser; how they look and are reached is tests/browser's matter. */
import { flushPromises, mount } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { defineComponent, h, nextTick } from 'vue'
import { createMemoryHistory, createRouter } from 'vue-router'
import { ApiError, type Page } from '@/shared/api'
import { language } from '@/shared/words'
import DraftForm from './DraftForm.vue'
import FormField from './FormField.vue'
import ListTable from './ListTable.vue'
import MoneyInput from './MoneyInput.vue'
import type { ListQuery } from './list'

interface Row {
  id: number
  name: string
  fen: number | null
}
const rows = (from: number, n: number): Row[] => Array.from({ length: n }, (_, i) => ({ id: from + i, name: `甲${from + i}`, fen: i === 1 ? null : 100 }))
const columns = [
  { key: 'name', title: '姓名', sort: 'name' },
  { key: 'fen', title: '金额', kind: 'money' as const },
]

beforeEach(() => {
  language.value = 'zh-CN'
  localStorage.clear()
  vi.stubGlobal('ResizeObserver', class {
    observe() {}
    unobserve() {}
    disconnect() {}
  })
})
afterEach(() => vi.unstubAllGlobals())

async function list(source: (q: ListQuery) => Promise<Page<Row>>, at = '/') {
  const router = createRouter({ history: createMemoryHistory(), routes: [{ path: '/', component: { template: '<i/>' } }, { path: '/:id', component: { template: '<i/>' } }] })
  await router.push(at)
  const made = mount(ListTable<Row>, {
    global: { plugins: [router] },
    props: {
      label: '名册', columns, source, rowKey: (r: Row) => r.id, to: (r: Row) => `/${r.id}`,
      filters: [{ name: 'find', label: '姓名', kind: 'text' }, { name: 'state', label: '状态', kind: 'choice', choices: [{ value: 'open', title: '开' }] }],
    },
  })
  await flushPromises()
  return { made, router }
}

describe('a list', () => {
  it('shows rows, and what nobody reported as unknown, not zero', async () => {
    const { made } = await list(async () => ({ items: rows(1, 3), next: null }))
    expect(made.findAll('tbody tr')).toHaveLength(3)
    expect(made.findAll('tbody tr')[1]!.text()).toContain('未报')
    expect(made.text()).toContain('共 3 条')
    expect(made.find('tbody a').attributes('href')).toBe('/1')
  })
  it('reads on where the page before ended', async () => {
    const asked: ListQuery[] = []
    const { made } = await list(async (q) => (asked.push(q), { items: rows(asked.length * 10, 2), next: asked.length < 2 ? 'c1' : null }))
    await made.findAll('.list-foot button')[0]!.trigger('click')
    await flushPromises()
    expect(asked).toEqual([{}, { after: 'c1' }])
    expect(made.findAll('tbody tr')).toHaveLength(4)
  })
  it('keeps filter and sort in the address, and reads them from there', async () => {
    const asked: ListQuery[] = []
    const { made, router } = await list(async (q) => (asked.push(q), { items: rows(1, 1), next: null }), '/?state=open&sort=-name')
    expect(asked).toEqual([{ state: 'open', sort: '-name' }])
    expect(made.find('th').attributes('aria-sort')).toBe('descending')
    await made.find('select').setValue('')
    await new Promise((done) => setTimeout(done, 5))
    await flushPromises()
    expect(asked.at(-1)).toEqual({ sort: '-name' })
    expect(router.currentRoute.value.query).toEqual({ sort: '-name' })
  })
  it('says why nothing is there: nothing yet, nothing found, no right, no answer', async () => {
    expect((await list(async () => ({ items: [], next: null }))).made.text()).toContain('这里还没有内容')
    expect((await list(async () => ({ items: [], next: null }), '/?find=x')).made.text()).toContain('没有符合条件')
    const denied = await list(() => Promise.reject(new ApiError(403, 'not_granted', '您没有这个权限')))
    expect(denied.made.text()).toContain('您没有这个权限')
    const broken = await list(() => Promise.reject(new ApiError(503, 'busy', '服务器忙')))
    expect(broken.made.find('[role=alert]').text()).toContain('服务器忙')
  })
  it('never lets an old answer stand over a newer one', async () => {
    const waiting: ((page: Page<Row>) => void)[] = []
    const { made } = await list(() => new Promise((done) => waiting.push(done)))
    await made.find('select').setValue('open')
    await new Promise((done) => setTimeout(done, 5))
    waiting[1]!({ items: rows(20, 1), next: null })
    waiting[0]!({ items: rows(1, 3), next: null })
    await flushPromises()
    expect(made.findAll('tbody tr')).toHaveLength(1)
    expect(made.text()).toContain('甲20')
  })
})

describe('a form', () => {
  const form = (send: (v: { name: string }, key: string) => Promise<unknown>) =>
    mount(DraftForm<{ name: string }>, {
      attachTo: document.body,
      props: { form: 'f', act: '提交', initial: () => ({ name: '' }), send, check: (v: { name: string }): Record<string, string> => (v.name ? {} : { name: '请填写' }) },
      slots: {
        default: ({ values }: { values: { name: string } }) =>
          h(FormField, { name: 'name', label: '名称' }, {
            default: (f: Record<string, unknown>) => h('input', { ...f, value: values.name, onInput: (e: Event) => (values.name = (e.target as HTMLInputElement).value) }),
          }),
      },
    })
  it('sends nothing that it can see is wrong, and says where', async () => {
    const send = vi.fn()
    const made = form(send)
    await made.trigger('submit')
    expect(send).not.toHaveBeenCalled()
    expect(made.find('[role=alert]').text()).toContain('有 1 处需要改')
    const input = made.find('input')
    expect(input.attributes('aria-invalid')).toBe('true')
    expect(made.find('#' + input.attributes('aria-describedby')).text()).toBe('请填写')
    made.unmount()
  })
  it('puts the program’s reasons at their fields and keeps its key for the next try', async () => {
    const keys: string[] = []
    const made = form((_, key) => (keys.push(key), Promise.reject(new ApiError(409, 'code_taken', '名称已被占用', [{ path: 'name', code: 'code_taken', reason: '名称已被占用' }]))))
    await made.find('input').setValue('甲')
    await made.trigger('submit')
    await flushPromises()
    await made.trigger('submit')
    await flushPromises()
    expect(made.find('.form-field').text()).toContain('名称已被占用')
    expect(new Set(keys).size).toBe(1)
    made.unmount()
  })
  it('sends once, however often it is clicked', async () => {
    const send = vi.fn(() => new Promise(() => {}))
    const made = form(send)
    await made.find('input').setValue('甲')
    await made.trigger('submit')
    await made.trigger('submit')
    expect(send).toHaveBeenCalledTimes(1)
    made.unmount()
  })
  it('begins anew when it was taken', async () => {
    const keys: string[] = []
    const made = form(async (_, key) => keys.push(key))
    for (const name of ['甲', '乙']) {
      await made.find('input').setValue(name)
      await made.trigger('submit')
      await flushPromises()
      expect(made.find('input').element.value).toBe('')
    }
    expect(new Set(keys).size).toBe(2)
    expect(made.emitted('done')).toHaveLength(2)
    made.unmount()
  })
})

describe('an amount', () => {
  it('is fen outside and yuan inside', async () => {
    const seen: (number | null)[] = []
    const made = mount(defineComponent({ data: () => ({ fen: null as number | null }), render() {
      return h(MoneyInput, { modelValue: this.fen, 'onUpdate:modelValue': (v: number | null) => { this.fen = v; seen.push(v) } })
    } }))
    const input = made.find('input')
    await input.setValue('1.5万')
    expect(seen.at(-1)).toBe(1500000)
    await input.trigger('blur')
    await nextTick()
    expect(input.element.value).toBe('15,000.00')
    await input.setValue('很多')
    await input.trigger('blur')
    expect(seen.at(-1)).toBeNull()
    expect(made.text()).toContain('请写金额')
  })
})
