/* Signing in by another service, against a real provider (provider.mjs): there and back in the browser, links, and everything that
 * a bad provider, a thief of codes or a slow line would try. */
import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { BrowserContext, Page } from '@playwright/test'
import { enter, password } from './people'
import { Provider } from './provider'
import { World, accessible, expect, noDialog, settled, shot, stores, test, type Store } from './world'

const program = process.env.SONGNUAN ?? 'build/songnuan'
const UNIONS = `code,parent,level,kind,name,order,aliases,confirmed
150000,,1,general,内蒙古自治区总工会,1,,是
150300,150000,2,general,乌海市总工会,2,,是
150302,150300,3,general,海勃湾区总工会,3,,是
`
const SECRET = 'synthetic secret: / & u%'

/* One world a store: users, a provider that is configured, the server. */
async function open(store: Store): Promise<{ world: World; provider: Provider }> {
  const world = new World(store)
  const provider = await Provider.start()
  world.run('init')
  writeFileSync(join(world.dir, 'unions.csv'), UNIONS)
  world.run('org', 'import', join(world.dir, 'unions.csv'), '--as', 'admin')
  for (const login of ['wang', 'zhao', 'checker']) {
    world.run('user', 'add', login, '--name', `${login}（合成数据）`, '--org', '150302', '--as', 'admin')
    world.run('user', 'grant', login, '--role', login === 'checker' ? 'checker' : 'maker', '--org', '150302', '--as', 'admin')
  }
  world.run('user', 'add', 'guard', '--name', '安全管理员（合成数据）', '--as', 'admin')
  world.run('user', 'grant', 'guard', '--role', 'security', '--as', 'admin')
  for (const login of ['wang', 'checker', 'guard']) password(world, login)
  execFileSync(program, ['oidc', 'add', 'portal', '--name', '示例政务统一登录', '--issuer', provider.issuer, '--client', 'songnuan', '--secret', '--amr', 'mfa', '--as', 'admin', ...world.where], {
    input: SECRET + '\n',
    stdio: ['pipe', 'ignore', 'inherit'],
  })
  await world.serve()
  await provider.control({ redirect: `${world.url}/admin/sign-in/return` })
  return { world, provider }
}

const button = (page: Page) => page.getByRole('button', { name: '用示例政务统一登录登录' })
async function away(page: Page, world: World): Promise<void> {
  await page.goto(`${world.url}/admin/sign-in`)
  await button(page).click()
}
async function as(page: Page, account: string): Promise<void> {
  await page.getByLabel('账号').fill(account)
  await page.getByRole('button', { name: '进入' }).click()
}
const inside = (page: Page) => page.getByRole('navigation', { name: '菜单', includeHidden: true })
async function outside(page: Page, words: string | RegExp): Promise<void> {
  await expect(page.getByRole('heading', { name: /没有(登录|关联)成功/ })).toBeVisible()
  await expect(page.getByRole('alert')).toContainText(words)
  await expect(inside(page)).toHaveCount(0)
}
const fresh = (context: BrowserContext) => context.clearCookies()

for (const store of stores)
  test.describe(store, () => {
    test.describe.configure({ mode: 'serial' })
    let world: World
    let provider: Provider
    test.beforeAll(async () => {
      test.setTimeout(300_000) // a dozen commands, each of them a process
      ;({ world, provider } = await open(store))
    })
    test.afterAll(async () => {
      provider?.end()
      await world?.end()
    })

    test('an account that is nobody here stays outside, and is told what to do', async ({ page }) => {
      await page.goto(`${world.url}/admin/sign-in`)
      await expect(button(page)).toBeVisible()
      await accessible(page, 'the door with a service')
      await shot(page, 'oidc-door')
      await button(page).click()
      await expect(page).toHaveURL(new RegExp(`^${provider.issuer}/people/`))
      await as(page, 'stranger')
      await outside(page, '还没有和本系统的用户关联')
      expect(page.url(), 'what it brought is out of the address').toBe(`${world.url}/admin/sign-in/return`)
      await accessible(page, 'not linked')
      await shot(page, 'oidc-unlinked')
    })

    test('a user links his account, comes in by it, and cuts it', async ({ page, context }) => {
      await enter(page, world, 'wang')
      await page.goto(`${world.url}/admin/me`)
      await page.getByRole('button', { name: '关联示例政务统一登录' }).click()
      await as(page, 'wang@portal')
      await expect(page.getByRole('heading', { name: '我的账户' })).toBeVisible()
      await expect(page.getByRole('button', { name: '解除与示例政务统一登录的关联' })).toBeVisible()
      await settled(page)
      await accessible(page, 'account with a link')
      await shot(page, 'oidc-me')
      await fresh(context)

      await page.goto(`${world.url}/admin/me`)
      await button(page).click()
      await as(page, 'wang@portal')
      await expect(page.getByRole('heading', { name: '我的账户' }), 'back where he wanted to go').toBeVisible()
      await expect(page.getByText('最近登录')).toBeVisible()

      await page.getByRole('button', { name: '解除与示例政务统一登录的关联' }).click()
      await page.getByRole('dialog').getByRole('button', { name: '解除关联' }).click()
      await expect(page.getByText('没有关联')).toBeVisible()
      await noDialog(page)
      await fresh(context)
      await away(page, world)
      await as(page, 'wang@portal')
      await outside(page, '还没有和本系统的用户关联')
    })

    test('one account is one user’s', async ({ page, context }) => {
      for (const login of ['wang', 'checker']) {
        await enter(page, world, login)
        await page.goto(`${world.url}/admin/me`)
        await page.getByRole('button', { name: '关联示例政务统一登录' }).click()
        await as(page, 'shared@portal')
        if (login === 'wang') await expect(page.getByRole('button', { name: '解除与示例政务统一登录的关联' })).toBeVisible()
        else await outside(page, '已关联另一个用户')
        await fresh(context)
      }
    })

    test('the second factor stays ours, until the provider says that it was given', async ({ page, context }) => {
      await enter(page, world, 'checker')
      await page.goto(`${world.url}/admin/me`)
      await page.getByRole('button', { name: '关联示例政务统一登录' }).click()
      await as(page, 'checker@portal')
      await expect(page.getByRole('button', { name: '解除与示例政务统一登录的关联' })).toBeVisible()
      await fresh(context)
      await away(page, world)
      await as(page, 'checker@portal')
      await expect(page.getByRole('heading', { name: '第二步验证' })).toBeVisible()
      await fresh(context)
      await provider.control({ next: 'mfa' })
      await away(page, world)
      await as(page, 'checker@portal')
      await expect(inside(page)).toBeAttached()
    })

    // What is pure is the same on both stores.
    for (const how of store === 'sqlite' ? ['forged', 'audience', 'issuer', 'expired', 'nonce', 'none', 'hs256'] : ['forged'])
      test(`a token that is ${how} opens nothing`, async ({ page }) => {
        await provider.control({ next: how })
        await away(page, world)
        await as(page, 'shared@portal')
        await outside(page, '没有通过核对')
        await page.getByRole('link', { name: '返回登录' }).click()
        await button(page).click() // the provider knows him still
        await expect(inside(page)).toBeAttached()
      })

    test('a provider that changes its keys is asked for them', async ({ page }) => {
      await away(page, world)
      await as(page, 'shared@portal')
      await expect(inside(page)).toBeAttached()
      await provider.control({ rotate: true })
      await fresh(page.context())
      await away(page, world)
      await as(page, 'shared@portal')
      // Keys are read again at most once a minute; the suite may be faster than that.
      if (await page.getByRole('heading', { name: '没有登录成功' }).or(inside(page)).first().innerText().then((w) => /没有登录/.test(w), () => false)) {
        await page.waitForTimeout(61_000)
        await away(page, world)
      }
      await expect(inside(page)).toBeAttached()
    })

    test('what comes back opens once, and only in its own browser', async ({ page, browser }) => {
      const seen: string[] = []
      page.on('request', (r) => {
        if (r.url().startsWith(`${world.url}/admin/sign-in/return?`)) seen.push(r.url())
      })
      // It lies in the address bar, and the line is cut before the program has it.
      await page.route(`${world.url}/api/v1/session/oidc`, (route) => (route.request().method() === 'POST' ? route.abort() : route.fallback()))
      await away(page, world)
      await as(page, 'shared@portal')
      await expect(page.getByRole('alert')).toContainText('连不上服务器')
      expect(seen).toHaveLength(1)
      const thief = await browser.newPage()
      await thief.goto(seen[0]!)
      await outside(thief, '不是从这个浏览器开始的')
      await thief.close()
      await page.unroute(`${world.url}/api/v1/session/oidc`)
      await page.goto(seen[0]!)
      await expect(inside(page)).toBeAttached()
      await page.goto(seen[0]!)
      await outsideInside(page)
      await page.goto(seen[0]!.replace(/state=[^&]*/, 'state=made-up'))
      await outsideInside(page)
    })
    async function outsideInside(page: Page): Promise<void> {
      await expect(page.getByRole('heading', { name: '没有登录成功' })).toBeVisible()
      await expect(page.getByRole('alert')).toContainText('已过期、已用过')
    }

    test('whoever cancels there is outside', async ({ page }) => {
      await away(page, world)
      await page.getByRole('button', { name: '取消' }).click()
      await outside(page, '或您取消了')
    })

    test('the security administrator links who has no password, sees and cuts', async ({ page, context }) => {
      await enter(page, world, 'guard')
      await page.goto(`${world.url}/admin/users/wang`)
      await expect(page.getByRole('button', { name: /解除wang.*与示例政务统一登录的关联/ })).toBeVisible()
      await page.goto(`${world.url}/admin/users/zhao`)
      await page.getByLabel('统一登录服务').selectOption('portal')
      await page.getByLabel('他在那边的账号标识').fill('zhao@portal')
      await page.getByRole('button', { name: '关联账号' }).click()
      const cut = page.getByRole('button', { name: /解除zhao.*的关联/ })
      await expect(cut).toBeVisible()
      await settled(page)
      await accessible(page, 'a user with a link')
      await shot(page, 'oidc-user')
      const other = await context.browser()!.newPage({ locale: 'zh-CN' })
      await away(other, world)
      await as(other, 'zhao@portal')
      await expect(inside(other)).toBeAttached()
      await cut.click()
      await page.getByRole('dialog').getByRole('button', { name: '解除关联' }).click()
      await expect(page.getByText('没有关联')).toBeVisible()
      await other.goto(`${world.url}/admin/me`)
      await expect(other.getByRole('heading', { name: '登录' }), 'he is out').toBeVisible()
      await other.close()
    })

    test('a provider that does not answer holds nobody else up', async ({ page, request }) => {
      await provider.control({ rotate: true, silent: true })
      await page.goto(`${world.url}/admin/sign-in`)
      const start = () => request.post(`${world.url}/api/v1/session/oidc`, { data: { state: 'made-up', code: 'x' } })
      expect((await start()).status(), 'without a state nobody is asked').toBe(403)
      await provider.control({ silent: false })
      await away(page, world)
      await expect(page.getByLabel('账号')).toBeVisible()
      await provider.control({ silent: true })
      const began = Date.now()
      const health = async () => {
        const at = Date.now()
        expect((await request.get(`${world.url}/api/v1/setup`)).status()).toBe(200)
        return Date.now() - at
      }
      await provider.control({ silent: false })
      await page.getByLabel('账号').fill('shared@portal')
      await page.route(`${world.url}/api/v1/session/oidc`, async (route) => {
        await provider.control({ silent: true })
        await route.continue()
      })
      await page.getByRole('button', { name: '进入' }).click()
      await expect(page.getByText('正在核对')).toBeVisible()
      expect(await health()).toBeLessThan(2000)
      await outside(page, '没有应答')
      expect(Date.now() - began, 'it is over in seconds').toBeLessThan(40_000)
      await provider.control({ silent: false })
    })
  })
