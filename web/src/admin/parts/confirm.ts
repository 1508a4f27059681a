/* Asks before what cannot be undone by a click. It names the object and how many it touches:
 *
 *   const reason = await confirm({ title: '撤回导入', object: '环卫一队.xlsx', count: t('people', { count: 597 }), act: '撤回 597 人' })
 *   if (reason === null) return                    // cancelled
 *
 * The reason is '' where none was asked for. */
import { reactive } from 'vue'

export interface Confirm {
  title: string
  object: string // its name
  count?: string // how many of what
  detail?: string // what follows
  act: string // the word on the button: the act itself, not "OK"
  danger?: boolean
  other?: string // the word on a button for another way to do it: then the answer is OTHER
  reason?: boolean | 'optional' // ask why; true: without a reason it is not done
}

export const OTHER = '\u0000'

export const asked = reactive<{ now: Confirm | null; answer: (reason: string | null) => void }>({ now: null, answer: () => {} })

export function confirm(what: Confirm): Promise<string | null> {
  asked.answer(null) // a second question ends the first
  return new Promise((done) => {
    asked.now = what
    asked.answer = (reason) => {
      asked.now = null
      asked.answer = () => {}
      done(reason)
    }
  })
}

/* Thrown by a form's send() where its question was cancelled: nothing was sent, and nothing is wrong. */
export class Cancelled extends Error {}
