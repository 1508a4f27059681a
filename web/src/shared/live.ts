/* What happens now, as the program tells it on /api/v1/live (server-sent events). The browser's EventSource joins again by
 * itself and says which event it saw last; where it gave up, this joins anew, and rejoined() reads what was missed. */
import { onScopeDispose, ref } from 'vue'
import { address, type Query } from './api'

export type LiveState = 'joining' | 'live' | 'cut'

export interface LiveOptions {
  path?: string
  query?: Query
  rejoined?: () => void
  events: Record<string, (data: unknown, id: string) => void>
}

const WAIT_MS = [2_000, 5_000, 15_000, 60_000] as const

export function useLive(options: LiveOptions) {
  const state = ref<LiveState>('joining')
  const lastAt = ref<number | null>(null)
  let source: EventSource | null = null
  let timer: ReturnType<typeof setTimeout> | undefined
  let tries = 0

  function join(): void {
    source = new EventSource(address(options.path ?? '/live', options.query))
    source.onopen = () => {
      state.value = 'live'
      if (tries > 0) options.rejoined?.()
      tries = 0
    }
    source.onerror = () => {
      state.value = 'cut'
      if (source?.readyState !== EventSource.CLOSED) return // it is trying already
      const wait = WAIT_MS[Math.min(tries++, WAIT_MS.length - 1)]
      timer = setTimeout(join, wait)
    }
    for (const [name, handle] of Object.entries(options.events))
      source.addEventListener(name, (event) => {
        lastAt.value = Date.now()
        let data: unknown
        try {
          data = JSON.parse(event.data)
        } catch {
          return // a line that is no JSON tells nothing
        }
        handle(data, event.lastEventId)
      })
  }
  function stop(): void {
    clearTimeout(timer)
    source?.close()
    source = null
  }
  join()
  onScopeDispose(stop)
  return { state, lastAt, stop }
}
