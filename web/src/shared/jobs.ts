/* Long work of one's own (a list taken over, a region's entitlements, a file of a long list): how far it is, and the end of it
 * on demand. The program knows work by its path and the name that the page gave it, so a page that was left or reloaded finds
 * it again.
 *
 *   const work = useJob(() => `/imports/${id}/take`, { ended: () => load.load() })
 *   await work.run((job) => api.post(path, body, { key, job }))
 *   <JobBar :work="work" :label="…" />  */
import { effectScope, onScopeDispose, ref, shallowRef, type EffectScope } from 'vue'
import { api, newKey, ROOT } from './api'
import { useLive } from './live'

export interface Job {
  id: string
  path: string
  state: 'running' | 'done' | 'refused' | 'cancelled'
  done: number
  total: number | null
}

export interface JobOptions {
  /* Work that another page began has come to its end. */
  ended?: (job: Job) => void
}

export function useJob(path: () => string, options: JobOptions = {}) {
  const job = shallowRef<Job | null>(null)
  const cancelling = ref(false)
  let mine = '' // begun by this page: its own request tells the end
  let live: EffectScope | null = null // the stream, while there is something to hear
  let closed = false

  function heard(data: unknown): void {
    const told = data as Job
    if (job.value?.id !== told.id) return
    job.value = { ...job.value, ...told }
    if (told.state !== 'running' && told.id !== mine) finish()
  }
  function listen(): void {
    if (live) return
    live = effectScope(true)
    live.run(() => useLive({ events: { job: heard }, rejoined: () => void find() }))
  }
  function finish(): void {
    const was = job.value
    live?.stop()
    live = null
    job.value = null
    cancelling.value = false
    mine = ''
    if (was) options.ended?.(was)
  }
  /* Does something of this path run already? */
  async function find(): Promise<void> {
    const now = path()
    try {
      const { items } = await api.page<Job>('/jobs')
      if (closed || mine || path() !== now) return
      const running = items.find((j) => j.state === 'running' && j.path === ROOT + now) ?? null
      if (running) {
        job.value = running
        listen()
      } else if (job.value) {
        finish()
      }
    } catch {
      /* the page's own reading tells what is wrong */
    }
  }
  async function run<T>(work: (job: string) => Promise<T>): Promise<T> {
    mine = newKey()
    job.value = { id: mine, path: ROOT + path(), state: 'running', done: 0, total: null }
    listen()
    try {
      return await work(mine)
    } finally {
      live?.stop()
      live = null
      job.value = null
      cancelling.value = false
      mine = ''
    }
  }
  async function cancel(): Promise<void> {
    if (!job.value || cancelling.value) return
    cancelling.value = true
    try {
      await api.remove(`/jobs/${job.value.id}`)
    } catch {
      cancelling.value = false // it has ended meanwhile
    }
  }
  onScopeDispose(() => {
    closed = true
    live?.stop()
  })
  return { job, cancelling, find, run, cancel }
}
