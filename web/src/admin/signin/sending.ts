/* One act at a time, and what went wrong with it. */
import { reactive, ref, shallowRef } from 'vue'
import { ApiError } from '@/shared/api'
import type { Problems } from '../parts/form'

export function useSending() {
  const busy = ref(false)
  const failure = shallowRef<unknown>(null)
  const problems = reactive<Problems>({})
  async function run(act: () => Promise<void>, check: Problems = {}): Promise<void> {
    if (busy.value) return
    failure.value = null
    for (const name of Object.keys(problems)) delete problems[name]
    Object.assign(problems, check)
    if (Object.keys(check).length > 0) return
    busy.value = true
    try {
      await act()
    } catch (e) {
      if (e instanceof ApiError) for (const f of e.fields) problems[f.path] = f.reason
      failure.value = e
    } finally {
      busy.value = false
    }
  }
  return { busy, failure, problems, run }
}
