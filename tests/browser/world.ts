/* A program of the test's own: data directory, keys, server on a free port. Whatever is started is stopped. */
import { execFileSync, spawn, type ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test as base, expect, type Page } from '@playwright/test'
import { AxeBuilder } from '@axe-core/playwright'

const program = process.env.SONGNUAN ?? 'build/songnuan'
/* The user's own settings do not reach it. */
const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(SONGNUAN_|LC_)/.test(name)))
env.LANG = 'zh_CN.UTF-8'

export class World {
  readonly dir = mkdtempSync(join(tmpdir(), 'songnuan-world-'))
  url = ''
  said = ''
  private server: ChildProcess | null = null

  run(...words: string[]): string {
    return execFileSync(program, [...words, '--data', join(this.dir, 'data')], { env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })
  }
  async serve(...words: string[]): Promise<void> {
    const server = spawn(program, ['serve', '--data', join(this.dir, 'data'), '--listen', '127.0.0.1:0', ...words], {
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    this.server = server
    let journal = ''
    server.stderr.on('data', (part) => (journal += String(part)))
    await new Promise<void>((up, failed) => {
      server.stdout.on('data', (part) => {
        this.said += String(part)
        const found = /(https?:\/\/\S+:\d+)\s/.exec(this.said)?.[1]
        if (found) {
          this.url = found
          up()
        }
      })
      server.on('exit', (status) => failed(new Error(`serve ended with ${status}: ${this.said}${journal}`)))
    })
  }
  async stop(): Promise<void> {
    const server = this.server
    this.server = null
    if (!server || server.exitCode !== null) return
    const gone = new Promise((done) => server.once('exit', done))
    server.kill('SIGTERM')
    const late = setTimeout(() => server.kill('SIGKILL'), 10_000)
    await gone
    clearTimeout(late)
  }
  async end(): Promise<void> {
    await this.stop()
    rmSync(this.dir, { recursive: true, force: true })
  }
}

/* What goes wrong in a page fails its test: an exception, something that the policy refused, a request to elsewhere. */
export const test = base.extend<{ faults: string[] }>({
  faults: [
    async ({ page }, use) => {
      const faults: string[] = []
      page.on('pageerror', (e) => faults.push(`exception: ${e.message}`))
      page.on('console', (m) => {
        // A refused request is the test's own matter; what the browser says of its status is no fault.
        if (m.type() === 'error' && !/Failed to load resource/.test(m.text())) faults.push(`console: ${m.text()}`)
      })
      page.on('request', (r) => {
        if (!/^(https?:\/\/(localhost|127\.0\.0\.1|\[::1\]):|blob:)/.test(r.url())) faults.push(`asked elsewhere: ${r.url()}`)
      })
      await use(faults)
      expect(faults).toEqual([])
    },
    { auto: true },
  ],
})
export { expect }

/* WCAG 2.0 to 2.2, A and AA: nothing to find; and nothing to scroll sideways for. */
export async function accessible(page: Page, where: string): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']).analyze()
  const found = violations.map((v) => `${v.id}: ${v.nodes.map((n) => `${n.target.join(' ')} (${n.any[0]?.message ?? n.failureSummary ?? ''})`).join('; ')}`)
  expect(found, where).toEqual([])
  const over = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
  expect(over, `${where} is wider than its window`).toBeLessThanOrEqual(0)
}

export async function shot(page: Page, name: string): Promise<void> {
  const width = page.viewportSize()?.width ?? 0
  await page.screenshot({ path: join(process.env.SONGNUAN_BROWSER_OUT ?? tmpdir(), 'shots', `${name}-${width}.png`), fullPage: true })
}

/* RFC 6238, for an authenticator that has no phone. */
export async function totp(secret: string, at = Date.now()): Promise<string> {
  const { createHmac } = await import('node:crypto')
  const bits = [...secret.replace(/\s/g, '')].map((c) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(c).toString(2).padStart(5, '0')).join('')
  const key = Buffer.from(bits.match(/.{8}/g)!.map((b) => parseInt(b, 2)))
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(Math.floor(at / 30_000)))
  const mac = createHmac('sha1', key).update(counter).digest()
  const offset = mac[19]! & 15
  return String((mac.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, '0')
}
