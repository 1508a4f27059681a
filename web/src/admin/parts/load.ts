/* What a page reads: its states, again on demand, and never an old answer over a newer one. */
import { onScopeDispose, ref, shallowRef, type Ref } from 'vue'
import { ApiError } from '@/shared/api'

export type LoadState = 'loading' | 'ready' | 'denied' | 'error'

/* What PageFrame needs of it. */
export interface Load {
  state: Ref<LoadState>
  data: Ref<unknown>
  error: Ref<unknown>
  asOf: Ref<string | number | null>
  busy: Ref<boolean>
  load(): Promise<void>
}

export function useLoad<T>(read: (signal: AbortSignal) => Promise<T>) {
  const state = ref<LoadState>('loading')
  const data = shallowRef<T | null>(null)
  const error = shallowRef<unknown>(null)
  const asOf = ref<string | number | null>(null)
  const busy = ref(false)
  let running: AbortController | null = null

  async function load(): Promise<void> {
    running?.abort()
    const mine = (running = new AbortController())
    busy.value = true
    try {
      const got = await read(mine.signal)
      if (running !== mine) return
      data.value = got
      asOf.value = (got as { as_of?: string } | null)?.as_of ?? Date.now()
      error.value = null
      state.value = 'ready'
    } catch (e) {
      if (running !== mine) return
      error.value = e
      state.value = e instanceof ApiError && e.status === 403 ? 'denied' : 'error'
    }
    busy.value = false
  }
  onScopeDispose(() => {
    const mine = running
    running = null
    mine?.abort()
  })
  void load()
  return { state, data, error, asOf, busy, load }
}
