/* Text that wants to be a program, stored by an import or a form, is text wherever it is shown; and a browser that cannot run the
 * console says so at once. Everybody in it is synthetic (合成数据). */
import { test as plain } from '@playwright/test'
import { World, expect, settled, signIn, test } from './world'
import type { Page } from '@playwright/test'

const RUN = 'window.__ran=1'
const IMAGE = `<img src=x onerror="${RUN}">`
const SCRIPT = `</p><script>${RUN}</script>`
const LINK = `javascript:${RUN}`
const FORMULA = `=cmd|' /C calc'!A0`
const TEMPLATE = '{{constructor.constructor("window.__ran=1")()}}'
const TURNED = '送暖\u202egnp.exe'

let world: World
test.beforeAll(async () => {
  world = World.demo()
  await world.serve('--demo')
})
test.afterAll(() => world.end())

interface Answer {
  status: number
  json: { id?: string; code?: string; items?: { id: string }[] } | null
  policy: string
}

/* As the console asks it: with the page's cookie and its token. */
async function ask(page: Page, method: string, path: string, body?: string, headers: Record<string, string> = {}): Promise<Answer> {
  return page.evaluate(
    async (q) => {
      const session = await (await fetch('/api/v1/session')).json()
      const r = await fetch('/api/v1' + q.path, {
        method: q.method,
        body: q.body,
        headers: { 'X-Songnuan-CSRF': session.csrf, 'Idempotency-Key': crypto.randomUUID(), 'Content-Type': 'application/json', ...q.headers },
      })
      const text = await r.text()
      return { status: r.status, json: text.startsWith('{') ? JSON.parse(text) : null, policy: r.headers.get('Content-Security-Policy') ?? '' }
    },
    { method, path, body, headers },
  )
}

/* GB 11643 of division 150302: synthetic. */
function idNumber(n: number): string {
  const first = `15030219700101${String(n).padStart(3, '0')}`
  const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
  return first + '10X98765432'[weights.reduce((s, w, i) => s + w * Number(first[i]), 0) % 11]
}
const cell = (text: string) => `"${text.replaceAll('"', '""')}"`

/* Stores what it can by the ways that there are; gives the import's id. */
async function store(page: Page): Promise<string> {
  const rows = [IMAGE, SCRIPT, LINK, FORMULA, TEMPLATE, TURNED].map((text, i) => `合成恶意${'甲乙丙丁戊己'[i]},${idNumber(901 + i)},${cell(text)},${cell(text)}`)
  const file = `姓名,身份证号,班组,岗位\n${rows.join('\n')}\n${cell(IMAGE)},${idNumber(990)},一班,清扫\n合成错号,${cell(IMAGE)},一班,清扫\n`
  const sent = await ask(page, 'POST', '/imports?org=150302', file, {
    'Content-Type': 'text/csv',
    'X-Songnuan-File-Name': encodeURIComponent(`${IMAGE}.csv`),
  })
  expect(sent.status).toBe(201)
  const id = sent.json!.id!
  expect((await ask(page, 'POST', `/imports/${id}/check`, '{}')).status).toBe(200)
  const cycle = { code: 'x-hostile', name: IMAGE, programme: 'condolence-campaign', org: '150000', from: '2025-10-01', until: '2025-12-31' }
  expect((await ask(page, 'POST', '/cycles', JSON.stringify(cycle))).status).toBe(201)
  expect((await ask(page, 'POST', '/orgs/150302/aliases', JSON.stringify({ alias: SCRIPT }))).status).toBeLessThan(500)
  expect((await ask(page, 'POST', '/orgs/150303/name', JSON.stringify({ name: IMAGE, day: '2024-12-31' }))).status).toBeLessThan(500)
  expect((await ask(page, 'POST', '/partners', JSON.stringify({ code: 'x-hostile', name: IMAGE, kind: 'company', org: '150000', from: '2024-01-01' }))).status).toBeLessThan(500)
  expect((await ask(page, 'POST', '/items', JSON.stringify({ code: 'x-hostile', name: SCRIPT, unit: 'piece' }))).status).toBeLessThan(500)
  return id
}

/* Nothing of it has run, nothing of it has become an element, and the page stands. */
async function harmless(page: Page, where: string): Promise<void> {
  const found = await page.evaluate(() => ({
    ran: '__ran' in window,
    made: document.querySelectorAll('img[src="x"], [onerror], [href^="javascript:" i], main script, #app script').length,
  }))
  expect(found, where).toEqual({ ran: false, made: 0 })
}

test('what was stored is text on every page', async ({ page }) => {
  test.setTimeout(600_000)
  page.on('dialog', () => expect('a dialog').toBe('none'))
  await signIn(page, world, 'r-maker')
  const id = await store(page)
  await page.goto(`${world.url}/admin/imports/${id}`)
  await settled(page)
  await expect(page.getByText(IMAGE).first()).toBeVisible()
  await harmless(page, 'a checked import')
  expect((await ask(page, 'POST', `/imports/${id}/take`, '{}')).status).toBe(200)
  const links = await page.getByRole('navigation', { name: '菜单', includeHidden: true }).getByRole('link', { includeHidden: true }).all()
  const menu = await Promise.all(links.map(async (l) => (await l.getAttribute('href')) ?? ''))
  expect(menu.length).toBeGreaterThan(8)
  for (const path of [...menu, `/admin/imports/${id}`, '/admin/cycles/x-hostile', '/admin/orgs/150302', '/admin/orgs/150303', '/admin/progress/missing', '/admin/report/rows']) {
    await page.goto(world.url + path)
    await settled(page)
    await harmless(page, path)
  }
  await page.goto(`${world.url}/admin/cycles`)
  await expect(page.getByText(IMAGE).first()).toBeVisible()
  await page.goto(`${world.url}/admin/imports`)
  await expect(page.getByText(`${IMAGE}.csv`).first()).toBeVisible()
  await page.goto(`${world.url}/admin/people?org=150302`)
  await settled(page)
  await page.emulateMedia({ media: 'print' })
  await harmless(page, 'people, printed')
})

test('no page lets a script stand in it, and says so to the browser', async ({ page, faults }) => {
  for (const path of ['/', '/admin/', '/admin/sign-in', '/api/docs', '/no-such-page', '/clerk/none']) {
    const reply = await page.goto(world.url + path)
    const policy = reply!.headers()['content-security-policy'] ?? ''
    const kind = reply!.headers()['content-type'] ?? ''
    expect(policy, path).toMatch(/default-src '(self|none)'/)
    expect(policy, path).toContain("frame-ancestors 'none'")
    expect(policy, path).not.toMatch(/unsafe-(inline|eval|hashes)|script-src [^;]*(\*|data:|https?:)/)
    expect(reply!.headers()['x-content-type-options'], path).toBe('nosniff')
    if (!kind.startsWith('text/html')) continue
    expect(policy, path).toContain("base-uri 'none'")
    expect(reply!.headers()['x-frame-options'], path).toBe('DENY')
    expect(policy, path).toContain("object-src 'none'")
    // What gets in all the same is not run.
    const ran = await page.evaluate((run) => {
      const img = document.createElement('img')
      img.setAttribute('onerror', run)
      img.src = '/no-such-picture'
      const script = document.createElement('script')
      script.textContent = run
      document.body.append(img, script)
      // Later on, where the test's own door into the page, which may do more than a page, is not on the stack.
      return new Promise<[boolean, string]>((done) =>
        setTimeout(() => {
          let evaluated = 'refused'
          try {
            evaluated = String(new Function('return 1')())
          } catch {
            // as it should be
          }
          done(['__ran' in window, evaluated])
        }, 500),
      )
    }, RUN)
    expect(ran, path).toEqual([false, 'refused'])
  }
  faults.splice(0, faults.length, ...faults.filter((f) => !/Content Security Policy|'script-src' was not/.test(f))) // those were asked for
})

// ---- browsers that cannot ----

plain.describe('a browser that cannot run the console', () => {
  const notice = (page: Page) => page.locator('.opening-late')

  plain('without JavaScript it is told what to do, in both languages', async ({ browser }) => {
    const context = await browser.newContext({ javaScriptEnabled: false })
    const page = await context.newPage()
    await page.goto(`${world.url}/admin/cycles`)
    await expect(page.locator('noscript p')).toBeVisible()
    await expect(page.locator('noscript p')).toContainText('这个页面需要 JavaScript，请在浏览器设置里打开它。')
    await expect(page.locator('noscript p [lang=en]')).toHaveText('This page needs JavaScript: please switch it on.')
    await context.close()
  })

  plain('before modules there were (Chrome 60), it is told at once', async ({ page }) => {
    await page.addInitScript(() => {
      Reflect.deleteProperty(HTMLScriptElement.prototype, 'noModule')
    })
    await page.route(/\/assets\/.*\.js$/, (route) => route.abort()) // it takes a module for no script
    await page.goto(`${world.url}/admin/`)
    await expect(notice(page)).toBeVisible({ timeout: 4000 })
    await expect(notice(page)).toContainText('Windows 7 可用 Chrome 109')
    await expect(page.getByText('正在打开')).toBeHidden()
  })

  plain('a syntax that it does not know (Chrome 61 to 108), it is told at once', async ({ page }) => {
    await page.route(/\/assets\/admin-.*\.js$/, (route) => route.fulfill({ contentType: 'text/javascript', body: 'class A { static { ?? } }' }))
    await page.goto(`${world.url}/admin/`)
    await expect(notice(page)).toBeVisible({ timeout: 4000 })
    await expect(notice(page).locator('[lang=en]')).toContainText('Chrome 109')
  })

  plain('a file that does not come, it is told at once', async ({ page }) => {
    await page.route(/\/assets\/admin-.*\.js$/, (route) => route.abort())
    await page.goto(`${world.url}/admin/`)
    await expect(notice(page)).toBeVisible({ timeout: 4000 })
  })

  plain('one that can never sees it', async ({ page }) => {
    await page.goto(`${world.url}/admin/`)
    await expect(page.getByRole('button', { name: '登录', exact: true })).toBeVisible()
    expect(await page.locator('.opening-late, .too-old').count()).toBe(0)
  })
})
