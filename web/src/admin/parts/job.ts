/* A long piece of work of one's own: how far it is, as the program tells it, and its end where one no longer wants it.
 *
 *   const job = useJob()
 *   const made = await job.run((id) => api.post('/system/backups', {}, { job: id }))
 *   job.now.value: { done, total } while it runs, else null;  job.cancel() */
import { effectScope, onScopeDispose, ref } from 'vue'
import { api, newKey } from '@/shared/api'
import { useLive } from '@/shared/live'

interface JobEvent {
  id: string
  done: number
  total: number | null
}
export interface JobState {
  id: string
  done: number
  total: number
}

export function useJob() {
  const now = ref<JobState | null>(null)
  let listening: ReturnType<typeof effectScope> | null = null
  function stop(): void {
    listening?.stop()
    listening = null
    now.value = null
  }
  async function run<T>(work: (id: string) => Promise<T>): Promise<T> {
    const id = newKey()
    stop()
    now.value = { id, done: 0, total: 0 }
    listening = effectScope(true)
    listening.run(() =>
      useLive({
        events: {
          job: (data) => {
            const event = data as JobEvent
            if (event.id === now.value?.id) now.value = { id, done: event.done, total: event.total ?? 0 }
          },
        },
      }),
    )
    try {
      return await work(id)
    } finally {
      stop()
    }
  }
  async function cancel(): Promise<void> {
    if (now.value) await api.remove(`/jobs/${now.value.id}`)
  }
  onScopeDispose(stop)
  return { now, run, cancel }
}
