import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { effectScope } from 'vue'
import { api, type Page } from './api'
import { useJob, type Job } from './jobs'

/* The program's stream, told by hand. */
class Source {
  static readonly CLOSED = 2
  static last: Source | null = null
  readyState = 1
  onopen: (() => void) | null = null
  onerror: (() => void) | null = null
  private heard: ((e: { data: string; lastEventId: string }) => void) | null = null
  constructor() {
    Source.last = this
  }
  addEventListener(name: string, handle: (e: { data: string; lastEventId: string }) => void): void {
    if (name === 'job') this.heard = handle
  }
  say(job: Job): void {
    this.heard?.({ data: JSON.stringify(job), lastEventId: '' })
  }
  close(): void {
    this.readyState = Source.CLOSED
  }
}
const running: Job = { id: 'a', path: '/api/v1/imports/1/take', state: 'running', done: 500, total: 8000 }
const listed = (items: Job[]) => vi.spyOn(api, 'page').mockResolvedValue({ items, next: null } as Page<unknown>)

describe('long work', () => {
  beforeEach(() => {
    vi.stubGlobal('EventSource', Source)
    Source.last = null
  })
  afterEach(() => {
    vi.unstubAllGlobals()
    vi.restoreAllMocks()
  })

  it('is found again by its path, heard of, and told when it ends', async () => {
    const ended = vi.fn()
    const scope = effectScope()
    const work = scope.run(() => useJob(() => '/imports/1/take', { ended }))!
    listed([{ ...running, id: 'b', path: '/api/v1/imports/2/take' }, { ...running, id: 'c', state: 'done' }, running])
    await work.find()
    expect(work.job.value?.id).toBe('a')
    Source.last!.say({ ...running, done: 1000 })
    expect(work.job.value?.done).toBe(1000)
    Source.last!.say({ ...running, id: 'b', done: 7000 })
    expect(work.job.value?.done).toBe(1000)
    Source.last!.say({ ...running, done: 8000, state: 'done' })
    expect(work.job.value).toBeNull()
    expect(ended).toHaveBeenCalledOnce()
    scope.stop()
  })
  it('that runs nowhere is not shown', async () => {
    const work = effectScope().run(() => useJob(() => '/imports/1/take'))!
    listed([{ ...running, state: 'cancelled' }])
    await work.find()
    expect(work.job.value).toBeNull()
    expect(Source.last).toBeNull()
  })
  it('of this page ends with its own request, also where that is refused', async () => {
    const ended = vi.fn()
    const work = effectScope().run(() => useJob(() => '/imports/1/take', { ended }))!
    let name = ''
    const refused = work.run((job) => {
      name = job
      Source.last!.say({ ...running, id: job, done: 1500 })
      expect(work.job.value?.done).toBe(1500)
      Source.last!.say({ ...running, id: job, state: 'refused' })
      expect(work.job.value).not.toBeNull()
      return Promise.reject(new Error('no'))
    })
    await expect(refused).rejects.toThrow('no')
    expect(name).toMatch(/^[0-9a-f-]{36}$/)
    expect(work.job.value).toBeNull()
    expect(ended).not.toHaveBeenCalled()
  })
  it('is ended on demand, once', async () => {
    const work = effectScope().run(() => useJob(() => '/imports/1/take'))!
    const remove = vi.spyOn(api, 'remove').mockResolvedValue(undefined)
    await work.run(async (job) => {
      await Promise.all([work.cancel(), work.cancel()])
      expect(remove).toHaveBeenCalledExactlyOnceWith(`/jobs/${job}`)
    })
  })
})
