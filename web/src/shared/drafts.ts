/* A draft is what somebody typed and has not handed in: kept in this browser by user and form, so that a cut line, a closed
 * window or an ended session loses nothing. It carries the key of its one intention (api.ts), so that sending it again after
 * any of these does nothing twice. What a form calls secret is never kept.
 *
 * A browser stands on a desk that others use too, so drafts lie there sealed (AES-GCM, each bound to its name). The key is the
 * user's own: the program hands it out with his session, whichever session that is, and this browser never stores it. After an
 * ended session he opens his drafts by signing in again; nobody else does. Where there is no key (no WebCrypto, a second
 * factor still due) a draft lives as long as the page.
 *
 *   await openDrafts()     once a session is there, before its pages (router.ts): what this user has kept can be read at once
 *   useDraft(form, …)      a form's values
 *   draftsLost             how many of his did not open, sealed by a key that is no more: the page says so, they are gone
 *   dropDrafts(login)      what he says when he signs out on a shared computer */
import { nextTick, reactive, ref, toRaw, watch } from 'vue'
import { newKey } from './api'
import * as kept from './kept'
import { session } from './session'

interface Kept {
  at: number
  key: string
  values: Record<string, unknown>
}
/* As it lies in the browser: base64 texts; `at` is for the sweep alone, what counts is sealed with the rest. */
interface Sealed {
  at: number
  iv: string
  sealed: string
}

const DAYS_KEPT = 7
const SAVE_AFTER_MS = 50 // sealing takes a moment, and a window may close
const IV_BYTES = 12

/* ---- sealing ---- */

const toText = (bytes: Uint8Array) => btoa(String.fromCharCode(...bytes))
const toBytes = (text: string) => Uint8Array.from(atob(text.replace(/-/g, '+').replace(/_/g, '/')), (c) => c.charCodeAt(0))
const nameIn = (name: string) => new TextEncoder().encode(name)

/* Longer texts than a call has arguments. */
function longText(bytes: Uint8Array): string {
  let text = ''
  for (let at = 0; at < bytes.length; at += 0x6000) text += String.fromCharCode(...bytes.subarray(at, at + 0x6000))
  return btoa(text)
}
async function seal(key: CryptoKey, name: string, what: Kept): Promise<Sealed> {
  const iv = crypto.getRandomValues(new Uint8Array(IV_BYTES))
  const plain = new TextEncoder().encode(JSON.stringify(what))
  const sealed = await crypto.subtle.encrypt({ name: 'AES-GCM', iv, additionalData: nameIn(name) }, key, plain)
  return { at: what.at, iv: toText(iv), sealed: longText(new Uint8Array(sealed)) }
}
/* null: it is another user's, was put under another name, or is none. */
async function unseal(key: CryptoKey, name: string, from: Sealed): Promise<Kept | null> {
  try {
    const plain = await crypto.subtle.decrypt(
      { name: 'AES-GCM', iv: toBytes(from.iv), additionalData: nameIn(name) }, key, toBytes(from.sealed),
    )
    return JSON.parse(new TextDecoder().decode(plain)) as Kept
  } catch {
    return null
  }
}

/* ---- one user's ---- */

/* Held as long as the page, also over the end of his session: what he types then is sealed too. */
interface Desk {
  login: string
  secret: string
  key: CryptoKey | null
  drafts: Map<string, Kept>
}
let desk: Desk = { login: '', secret: '', key: null, drafts: new Map() }
let opening: Promise<void> = Promise.resolve()

/* Sealed by a key that he no longer has: nobody opens them again, and he is told. */
export const draftsLost = ref(0)

const startOf = (login: string) => `draft.${login}.`
const isFresh = (at: number, now = Date.now()) => now - at < DAYS_KEPT * 86_400_000

async function open(login: string, secret: string): Promise<void> {
  const next: Desk = { login, secret, key: null, drafts: login === desk.login ? desk.drafts : new Map() }
  desk = next
  if (secret === '' || typeof crypto.subtle === 'undefined') return
  const key = await crypto.subtle.importKey('raw', toBytes(secret), 'AES-GCM', false, ['encrypt', 'decrypt'])
  let lost = 0
  for (const name of kept.keys(startOf(login))) {
    const lies = kept.get<Sealed>(name)
    const draft = lies && (await unseal(key, name, lies))
    if (draft && isFresh(draft.at)) {
      next.drafts.set(name, draft)
      continue
    }
    if (lies && !draft && isFresh(lies.at)) lost++
    kept.drop(name)
  }
  draftsLost.value = lost
  next.key = key
}

/* What the user of now has kept here. Again does nothing. */
export function openDrafts(): Promise<void> {
  const now = session.now
  const secret = now?.drafts ?? ''
  if (now && (now.user.login !== desk.login || secret !== desk.secret)) {
    const before = opening
    opening = before.then(() => open(now.user.login, secret)).catch(() => {})
  }
  return opening
}

/* Another window of his keeps one. */
addEventListener('storage', (event) => {
  const name = kept.nameOf(event.key)
  if (name === null || desk.key === null || !name.startsWith(startOf(desk.login))) return
  const { key, drafts } = desk
  const lies = kept.get<Sealed>(name)
  if (lies === null) drafts.delete(name)
  else void unseal(key, name, lies).then((draft) => draft && drafts.set(name, draft))
})

async function store(of: Desk, name: string, what: Kept): Promise<boolean> {
  if (of.key === null) return false
  const sealed = await seal(of.key, name, what)
  return of.drafts.get(name) === what && kept.put(name, sealed) // a later one, or none, is wanted by now
}

/* ---- a form's ---- */

export interface DraftOptions {
  secret?: readonly string[]
}

export function useDraft<T extends object>(form: string, initial: () => T, options: DraftOptions = {}) {
  const mine = desk
  const name = startOf(mine.login) + form
  const found = mine.drafts.get(name)
  const old = found && isFresh(found.at) ? (JSON.parse(JSON.stringify(found)) as Kept) : null
  const values = reactive({ ...initial(), ...(old ? old.values : {}) }) as T
  const key = ref(old ? old.key : newKey())
  const restoredAt = ref<number | null>(old ? old.at : null)
  const keptAt = ref<number | null>(null)
  let timer: ReturnType<typeof setTimeout> | undefined
  let done = false

  /* Until it lies there, or cannot. */
  async function save(): Promise<void> {
    clearTimeout(timer)
    timer = undefined
    if (done) return
    const plain = { ...(toRaw(values) as Record<string, unknown>) }
    for (const field of options.secret ?? []) delete plain[field]
    const what: Kept = { at: Date.now(), key: key.value, values: JSON.parse(JSON.stringify(plain)) as Record<string, unknown> }
    mine.drafts.set(name, what)
    if ((await store(mine, name, what)) && !done) keptAt.value = what.at
  }
  function later(): void {
    if (timer === undefined && !done) timer = setTimeout(() => void save(), SAVE_AFTER_MS)
  }
  function hasWaiting(): boolean {
    return timer !== undefined
  }
  /* Handed in, or thrown away: what comes next is another intention. */
  function clear(): void {
    clearTimeout(timer)
    timer = undefined
    done = true
    mine.drafts.delete(name)
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
  const leaving = () => {
    if (hasWaiting()) void save()
  }
  addEventListener('pagehide', leaving)
  document.addEventListener('visibilitychange', leaving)
  function close(): void {
    leaving()
    stop()
    removeEventListener('pagehide', leaving)
    document.removeEventListener('visibilitychange', leaving)
  }
  return { values, key, restoredAt, keptAt, save, clear, reset, close }
}

/* ---- leaving ---- */

/* How many this user has here. */
export function countDrafts(login: string): number {
  return kept.keys(startOf(login)).length
}
export function dropDrafts(login: string): void {
  if (desk.login === login) desk.drafts.clear()
  for (const name of kept.keys(startOf(login))) kept.drop(name)
}

/* Drafts that grew old go when the console opens, whosever they are; so do those that lie here unsealed. */
export function dropOldDrafts(now = Date.now()): void {
  for (const name of kept.keys('draft.')) {
    const lies = kept.get<Partial<Sealed>>(name)
    if (typeof lies?.at !== 'number' || typeof lies.sealed !== 'string' || !isFresh(lies.at, now)) kept.drop(name)
  }
}
