/* Acts that ask for a fresh proof of who one is (step_up_needed): the question is put, and the act done again.
 *
 *   await steppedUp(() => api.post('/session/paper-codes'))
 *
 * Where the person gives up, the program's refusal is what the caller gets. */
import { reactive } from 'vue'
import { api, ApiError } from '@/shared/api'
import { take, type Session } from '@/shared/session'
import type { Factors } from '../signin/account'

export const asking = reactive<{ open: boolean; answer: (proven: boolean) => void }>({ open: false, answer: () => {} })

function ask(): Promise<boolean> {
  asking.answer(false)
  return new Promise((done) => {
    asking.open = true
    asking.answer = (proven) => {
      asking.open = false
      asking.answer = () => {}
      done(proven)
    }
  })
}

export async function steppedUp<T>(act: () => Promise<T>): Promise<T> {
  try {
    return await act()
  } catch (e) {
    if (!(e instanceof ApiError) || e.code !== 'step_up_needed' || !(await ask())) throw e
    return act()
  }
}

/* A code as a second factor; whoever has none proves himself by his password. A key's proof is KeyButton's. */
export async function prove(proof: string, has: Factors): Promise<void> {
  const code = proof.trim().replace(/^(\d{3})\s(\d{3})$/, '$1$2')
  const second = has.totp_since !== null || has.paper_since !== null || has.keys > 0
  take(await (second ? api.post<Session>('/session/second-factor', { code }) : api.post<Session>('/session/step-up', { password: proof })))
}
