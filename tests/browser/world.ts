/* A program of the test's own: data directory, keys, server on a free port. Whatever is started is stopped. */
import { execFileSync, spawn, type ChildProcess } from 'node:child_process'
import { cpSync, existsSync, mkdtempSync, renameSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test as base, expect, type Page } from '@playwright/test'
import { AxeBuilder } from '@axe-core/playwright'

const out = process.env.SONGNUAN_BROWSER_OUT ?? tmpdir() // set by the configuration
const program = process.env.SONGNUAN ?? 'build/songnuan'
/* The user's own settings do not reach it. */
const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(SONGNUAN_|LC_)/.test(name)))
env.LANG = 'zh_CN.UTF-8'

/* SQLite, and PostgreSQL where a server runs (tools/with-postgres.sh). */
export type Store = 'sqlite' | 'pg'
const pg = process.env.SONGNUAN_TEST_PG ?? ''
export const stores: readonly Store[] = pg ? ['sqlite', 'pg'] : ['sqlite']
let databases = 0

/* A database of its own on the test's server, as an address. */
function database(): string {
  const name = `songnuan_browser_${process.pid}_${++databases}`
  execFileSync('psql', ['-q', pg, '-c', `CREATE DATABASE ${name} TEMPLATE template0 LC_COLLATE 'C' LC_CTYPE 'C.UTF-8' ENCODING 'UTF8'`], {
    env: { ...env, LC_ALL: 'C.UTF-8' },
  })
  return pg.replace(/\/[^/?]*(\?|$)/, `/${name}$1`)
}

/* Whole at once: another worker may look for it, or have made it too. */
function keepDemo(data: string, made: string): void {
  const half = `${made}-${process.pid}`
  cpSync(data, half, { recursive: true })
  try {
    renameSync(half, made)
  } catch {
    rmSync(half, { recursive: true })
  }
}

export class World {
  readonly dir = mkdtempSync(join(tmpdir(), 'songnuan-world-'))
  /* Where its data lie, as the program's options say it. */
  readonly where: readonly string[]
  constructor(store: Store = 'sqlite') {
    this.where = store === 'pg' ? ['--data', database(), '--keys', join(this.dir, 'root.key')] : ['--data', join(this.dir, 'data')]
  }
  url = ''
  said = ''
  private server: ChildProcess | null = null

  /* The demo's data, made once a run (by each worker that finds none). */
  static demo(): World {
    const made = join(out, 'demo')
    if (!existsSync(made)) {
      const world = new World()
      execFileSync(program, ['demo', '--data', join(world.dir, 'data')], { env, stdio: 'ignore' })
      keepDemo(join(world.dir, 'data'), made)
      return world
    }
    const world = new World()
    cpSync(made, join(world.dir, 'data'), { recursive: true })
    return world
  }
  run(...words: string[]): string {
    return execFileSync(program, [...words, ...this.where], { env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })
  }
  async serve(...words: string[]): Promise<void> {
    const listen = words.includes('--listen') ? [] : ['--listen', '127.0.0.1:0']
    const server = spawn(program, ['serve', ...this.where, ...listen, ...words], {
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
  /* As a cut of power does it: nothing is put away. Only what this world started. */
  async kill(): Promise<void> {
    const server = this.server
    this.server = null
    if (!server || server.exitCode !== null) return
    server.removeAllListeners('exit')
    const gone = new Promise((done) => server.once('exit', done))
    server.kill('SIGKILL')
    await gone
    this.said = ''
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

/* A dialog that closes is still there for a moment, its button beside the page's button of the same name. */
export async function noDialog(page: Page): Promise<void> {
  await expect(page.getByRole('dialog')).toHaveCount(0)
}

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
  await page.screenshot({ path: join(out, 'shots', `${name}-${width}.png`), fullPage: true })
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

/* `songnuan serve --demo` gives it to all users of the demo, and prints it. */
export const DEMO_PASSWORD = 'orange-coat-warm-hands'
const secrets = new Map<string, string>()

/* Through the door as that user, wherever the page stands; a second factor is taken at the first time and given later on. */
export async function signIn(page: Page, world: World, login: string): Promise<void> {
  if (!page.url().includes('/sign-in')) await page.goto(`${world.url}/admin/sign-in`)
  await page.getByLabel('用户名').fill(login)
  await page.locator('input[type=password]').fill(DEMO_PASSWORD)
  await page.getByRole('button', { name: '登录', exact: true }).click()
  const inside = page.getByRole('navigation', { name: '菜单', includeHidden: true })
  const enrolment = page.getByRole('heading', { name: '绑定验证器' })
  const second = page.getByRole('heading', { name: '第二步验证' })
  await expect(inside.or(enrolment).or(second).first()).toBeAttached()
  const name = `${world.dir} ${login}`
  if (await enrolment.isVisible()) {
    secrets.set(name, await page.locator('code').innerText())
    await page.getByLabel('验证器上的 6 位数字').fill(await totp(secrets.get(name)!))
    await page.getByRole('button', { name: '完成绑定' }).click()
    await page.getByRole('button', { name: '我已抄好' }).click()
  } else if (await second.isVisible()) {
    // A step of the clock opens once; the next one is within the tolerance.
    await page.getByLabel('验证码或备用码').fill(await totp(secrets.get(name)!, Date.now() + 30_000))
    await page.getByRole('button', { name: '验证', exact: true }).click()
  }
  await expect(inside).toBeAttached()
}

/* The menu lies behind a button on a phone. */
export async function openMenu(page: Page): Promise<void> {
  const button = page.getByRole('button', { name: '菜单', exact: true })
  if (await button.isVisible()) await button.click()
}

/* Nothing is being read any more. */
export async function settled(page: Page): Promise<void> {
  await expect(page.locator('main h1')).toBeVisible()
  await expect(page.getByText('正在读取……')).toHaveCount(0)
  await expect(page.locator('[aria-busy=true]')).toHaveCount(0)
}
