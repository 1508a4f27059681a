/* A draft is what somebody typed and has not handed in: kept in this browser by user and form, so that a cut line, a closed
 * window or an ended session loses nothing. It carries the key of its one intention (api.ts), so that sending it again after
 * any of these does nothing twice. What a form calls secret is never kept. */
import { nextTick, reactive, ref, toRaw, watch } from 'vue'
import { newKey } from './api'
import * as kept from './kept'
import { session } from './session'

interface Kept {
  at: number
  key: string
  values: Record<string, unknown>
}

const DAYS_KEPT = 14
const SAVE_AFTER_MS = 300

const nameOf = (form: string) => `draft.${session.now?.user.login ?? ''}.${form}`

export interface DraftOptions {
  secret?: readonly string[]
}

export function useDraft<T extends object>(form: string, initial: () => T, options: DraftOptions = {}) {
  const name = nameOf(form)
  const old = kept.get<Kept>(name)
  const fresh = old !== null && Date.now() - old.at < DAYS_KEPT * 86_400_000
  const values = reactive({ ...initial(), ...(fresh ? old.values : {}) }) as T
  const key = ref(fresh ? old.key : newKey())
  const restoredAt = ref<number | null>(fresh ? old.at : null)
  const keptAt = ref<number | null>(null)
  let timer: ReturnType<typeof setTimeout> | undefined
  let done = false

  function save(): void {
    clearTimeout(timer)
    timer = undefined
    if (done) return
    const plain = { ...(toRaw(values) as Record<string, unknown>) }
    for (const field of options.secret ?? []) delete plain[field]
    if (kept.put(name, { at: Date.now(), key: key.value, values: plain })) keptAt.value = Date.now()
  }
  function later(): void {
    if (timer === undefined && !done) timer = setTimeout(save, SAVE_AFTER_MS)
  }
  function hasWaiting(): boolean {
    return timer !== undefined
  }
  /* Handed in, or thrown away: what comes next is another intention. */
  function clear(): void {
    clearTimeout(timer)
    timer = undefined
    done = true
    kept.drop(name)
    restoredAt.value = keptAt.value = null
    key.value = newKey()
  }
  function reset(): void {
    clear()
    for (const field of Object.keys(values)) delete (values as Record<string, unknown>)[field]
    Object.assign(values, initial())
    void nextTick(() => (done = false)) // after the watcher saw this
  }

  const stop = watch(values, later, { deep: true })
  const leaving = () => hasWaiting() && save()
  addEventListener('pagehide', leaving)
  function close(): void {
    leaving()
    stop()
    removeEventListener('pagehide', leaving)
  }
  return { values, key, restoredAt, keptAt, save, clear, reset, close }
}

/* Drafts that grew old go when the console opens. */
export function dropOldDrafts(now = Date.now()): void {
  for (const name of kept.keys('draft.')) {
    const old = kept.get<Kept>(name)
    if (old === null || now - old.at >= DAYS_KEPT * 86_400_000) kept.drop(name)
  }
}
