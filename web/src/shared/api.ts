/* The one door to the program: /api/v1 as JSON.
 *
 *   reads    api.get('/orgs/150700'), api.page('/people', { org: '150700', after }): unchanged answers come from the ETag.
 *   writes   api.post('/cycles', body, { key }): one Idempotency-Key for one intention, kept over every retry, so that a cut
 *            line never does a thing twice. A form keeps its key with its draft (drafts.ts); without one, the call makes one.
 *   errors   ApiError: the program's problem document (RFC 9457) with code, words in the reader's language and fields;
 *            OfflineError: no answer came, though it was tried again. Both have words for a person.
 *   ended    a session that is over calls connection.ended() once; the page goes to sign-in and comes back. */
import { language, words } from './words'

export const ROOT = '/api/v1'

const t = words({
  offline: [
    '连不上服务器，内容还在本机。网络恢复后再点一次即可，不会重复办理。',
    'The server cannot be reached. What you entered is still here: try again when the line is back, nothing is done twice.',
  ],
  broken: ['服务器的答复读不懂（状态 {status}）。请稍后再试，仍不行请告诉系统管理员。', 'The server’s answer cannot be read (status {status}). Try again later, or tell the administrator.'],
})

export interface FieldProblem {
  path: string
  code: string
  reason: string
}

export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    readonly title: string,
    readonly fields: readonly FieldProblem[] = [],
    readonly retryAfterSeconds = 0,
    readonly extra: Readonly<Record<string, unknown>> = {},
  ) {
    super(title)
    this.name = 'ApiError'
  }
}

export class OfflineError extends Error {
  constructor() {
    super(t('offline'))
    this.name = 'OfflineError'
  }
}

/* What the session gives to every request. */
export const connection = {
  csrf: '',
  ended: (): void => {},
  /* Waits between tries of a request that no answer came to, ms. */
  waits: [400, 1500] as readonly number[],
}

export type Query = Record<string, string | number | boolean | null | undefined>

export function address(path: string, query: Query = {}): string {
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(query))
    if (value !== undefined && value !== null && value !== '') search.set(name, String(value))
  const tail = search.toString()
  return ROOT + path + (tail ? '?' + tail : '')
}

/* A UUID v4; randomUUID() itself exists only over HTTPS and on localhost. */
export function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80
  const hex = [...bytes].map((b) => b.toString(16).padStart(2, '0')).join('')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}

/* src/http/problem.c: title is the whole sentence; errors name each field, or field the only one. */
interface ProblemDocument {
  title?: string
  code?: string
  field?: string
  errors?: { path: string; code: string; title: string }[]
}

export function problem(status: number, text: string, retryAfter: string | null): ApiError {
  let document: ProblemDocument & Record<string, unknown>
  try {
    document = JSON.parse(text)
  } catch {
    document = {}
  }
  if (typeof document !== 'object' || document === null || !document.title)
    return new ApiError(status, 'unreadable', t('broken', { status }), [], Number(retryAfter) || 0)
  const { title, code = '', field } = document
  let fields = (document.errors ?? []).map((e) => ({ path: e.path, code: e.code, reason: e.title }))
  if (fields.length === 0 && field) fields = [{ path: field, code, reason: title }]
  return new ApiError(status, code, title, fields, Number(retryAfter) || 0, document)
}

function headers(more: Record<string, string>, write: boolean): Record<string, string> {
  const all: Record<string, string> = { Accept: 'application/json', 'Accept-Language': language.value, ...more }
  if (write && connection.csrf) all['X-Songnuan-CSRF'] = connection.csrf
  return all
}

const pause = (ms: number) => new Promise((done) => setTimeout(done, ms))

/* Only for what may be sent twice: a read, or a write with its key. */
async function send(url: string, init: RequestInit): Promise<Response> {
  for (let tries = 0; ; tries++) {
    const wait = connection.waits[tries]
    try {
      const reply = await fetch(url, { credentials: 'same-origin', ...init })
      const again = reply.status === 502 || reply.status === 503 || reply.status === 504
      if (!again || wait === undefined) return reply
    } catch (e) {
      if (e instanceof DOMException && e.name === 'AbortError') throw e
      if (wait === undefined) throw new OfflineError()
    }
    await pause(wait)
  }
}

async function fail(reply: Response): Promise<never> {
  const e = problem(reply.status, await reply.text(), reply.headers.get('Retry-After'))
  if (e.status === 401) connection.ended()
  throw e
}

/* ---- reads ---- */

interface Remembered {
  etag: string
  value: unknown
}
const remembered = new Map<string, Remembered>()
const REMEMBERED_MAX = 60

export function forget(): void {
  remembered.clear()
}

export interface ReadOptions {
  signal?: AbortSignal
  job?: string // a name of one's own for long work: how far it is, /live tells (parts/job.ts)
}

interface Dated<T> {
  value: T
  at: string | null // the program's own clock: when it was so
}

async function read<T>(path: string, query: Query, options: ReadOptions): Promise<Dated<T>> {
  const url = address(path, query)
  const name = language.value + ' ' + url
  const old = remembered.get(name)
  const more: Record<string, string> = old ? { 'If-None-Match': old.etag } : {}
  if (options.job) more['X-Songnuan-Job'] = options.job
  const reply = await send(url, {
    headers: headers(more, false),
    signal: options.signal ?? null,
    cache: 'no-store', // what this page remembers ends with it; a shared computer's disk holds nothing
  })
  const at = reply.headers.get('Date')
  if (reply.status === 304 && old) return { value: old.value as T, at }
  if (!reply.ok) return fail(reply)
  const value = (await body(reply)) as T
  const etag = reply.headers.get('ETag')
  if (etag) {
    remembered.delete(name)
    remembered.set(name, { etag, value })
    const oldest = remembered.keys().next().value
    if (remembered.size > REMEMBERED_MAX && oldest !== undefined) remembered.delete(oldest)
  }
  return { value, at }
}

async function get<T>(path: string, query: Query = {}, options: ReadOptions = {}): Promise<T> {
  return (await read<T>(path, query, options)).value
}

async function page<T>(path: string, query: Query = {}, options: ReadOptions = {}): Promise<Page<T>> {
  const { value, at } = await read<Page<T>>(path, query, options)
  return { ...value, as_of: at ?? undefined, asked: { path, query } }
}

async function body(reply: Response): Promise<unknown> {
  const text = await reply.text()
  if (text === '') return undefined
  try {
    return JSON.parse(text)
  } catch {
    throw new ApiError(reply.status, 'unreadable', t('broken', { status: reply.status }))
  }
}

/* A page of a list. next: what the page after it is asked for with (?after=), null at the end. as_of: when it was so;
 * asked: by which question, for its file (ListTable's export). */
export interface Page<T> {
  items: T[]
  next: string | null
  as_of?: string | undefined
  asked?: { path: string; query: Query }
}

/* ---- writes ---- */

export interface WriteOptions {
  key?: string
  signal?: AbortSignal
  etag?: string // If-Match: only while it is still as it was read
  job?: string // what this piece of long work is called (jobs.ts)
}

async function write<T>(method: string, path: string, value?: unknown, options: WriteOptions = {}): Promise<T> {
  const more: Record<string, string> = { 'Idempotency-Key': options.key ?? newKey() }
  if (value !== undefined) more['Content-Type'] = 'application/json'
  if (options.etag) more['If-Match'] = options.etag
  if (options.job) more['X-Songnuan-Job'] = options.job
  const reply = await send(ROOT + path, {
    method,
    headers: headers(more, true),
    body: value === undefined ? null : JSON.stringify(value),
    signal: options.signal ?? null,
    cache: 'no-store',
  })
  if (!reply.ok) return fail(reply)
  return (await body(reply)) as T
}

/* ---- files ---- */

export interface UploadOptions extends WriteOptions {
  type?: string
  query?: Query
  name?: string // of the file, as its owner calls it
  progress?: (sent: number, total: number) => void
}

/* One file as the body of a POST. fetch() tells nothing about how far it is, so this is the older door. */
function upload<T>(path: string, file: Blob, options: UploadOptions = {}): Promise<T> {
  return new Promise<T>((done, failed) => {
    const request = new XMLHttpRequest()
    request.open('POST', address(path, options.query))
    const all = headers({ 'Idempotency-Key': options.key ?? newKey() }, true)
    all['Content-Type'] = options.type ?? (file.type || 'application/octet-stream')
    if (options.name) all['X-Songnuan-File-Name'] = encodeURIComponent(options.name)
    for (const [name, value] of Object.entries(all)) request.setRequestHeader(name, value)
    request.upload.onprogress = (e) => options.progress?.(e.loaded, e.total)
    request.onerror = () => failed(new OfflineError())
    request.onabort = () => failed(new DOMException('aborted', 'AbortError'))
    request.onload = () => {
      if (request.status >= 200 && request.status < 300) {
        try {
          done((request.responseText === '' ? undefined : JSON.parse(request.responseText)) as T)
        } catch {
          failed(new ApiError(request.status, 'unreadable', t('broken', { status: request.status })))
        }
        return
      }
      if (request.status === 401) connection.ended()
      failed(problem(request.status, request.responseText, request.getResponseHeader('Retry-After')))
    }
    options.signal?.addEventListener('abort', () => request.abort())
    request.send(file)
  })
}

export function nameOf(disposition: string | null): string {
  const star = /filename\*=UTF-8''([^;]+)/i.exec(disposition ?? '')?.[1]
  if (star) {
    try {
      return decodeURIComponent(star)
    } catch {
      /* the plain name, then */
    }
  }
  return /filename="?([^";]+)"?/i.exec(disposition ?? '')?.[1] ?? ''
}

/* A file's bytes, for a page that shows them itself. */
async function fetchFile(path: string, query: Query = {}): Promise<Blob> {
  const reply = await send(address(path, query), { headers: headers({ Accept: '*/*' }, false), cache: 'no-store' })
  return reply.ok ? reply.blob() : fail(reply)
}

/* Gets a file and hands it to the browser's own saving. */
/* named: the file is called that, whatever the program would call it. */
async function download(path: string, query: Query = {}, name = 'songnuan', options: { job?: string; named?: boolean } = {}): Promise<void> {
  const more: Record<string, string> = { Accept: '*/*' }
  if (options.job) more['X-Songnuan-Job'] = options.job
  const reply = await send(address(path, query), { headers: headers(more, false), cache: 'no-store' })
  if (!reply.ok) return fail(reply)
  save(await reply.blob(), (!options.named && nameOf(reply.headers.get('Content-Disposition'))) || name)
}

export function save(content: Blob, name: string): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(content)
  link.download = name
  document.body.append(link)
  link.click()
  link.remove()
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000)
}

export const api = {
  get,
  page,
  post: <T>(path: string, value?: unknown, options?: WriteOptions) => write<T>('POST', path, value, options),
  put: <T>(path: string, value?: unknown, options?: WriteOptions) => write<T>('PUT', path, value, options),
  patch: <T>(path: string, value?: unknown, options?: WriteOptions) => write<T>('PATCH', path, value, options),
  remove: <T>(path: string, value?: unknown, options?: WriteOptions) => write<T>('DELETE', path, value, options),
  upload,
  fetchFile,
  download,
}

/* What a person reads of any error. */
export function errorWords(e: unknown): string {
  return e instanceof Error ? e.message : String(e)
}
