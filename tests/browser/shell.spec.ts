/* The frame around the screens: keys, union, language, live figures, an ended session, a page that one may not see. */
import { DEMO_PASSWORD, World, accessible, expect, openMenu, settled, signIn, test } from './world'

let world: World
test.beforeAll(async () => {
  world = World.demo()
  await world.serve('--demo')
})
test.afterAll(() => world.end())

test('keys reach everything: first the way past the menu, then the menu', async ({ page }) => {
  await signIn(page, world, 'r-maker')
  await page.goto(`${world.url}/admin/`)
  await settled(page)
  await page.keyboard.press('Tab')
  await expect(page.getByRole('link', { name: '跳到正文' })).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(page.locator('main h1')).toBeFocused()
  await openMenu(page)
  await expect(page.getByRole('navigation', { name: '菜单' }).getByRole('link', { name: '工作台' })).toHaveAttribute('aria-current', 'page')
})

test('another union is found by a piece of its name, holds for the page, and is there again the next time', async ({ page }) => {
  await signIn(page, world, 'r-maker')
  await settled(page)
  await page.getByRole('button', { name: /^当前工会/ }).click()
  await expect(page.getByRole('treeitem', { name: '内蒙古自治区总工会' })).toBeVisible()
  await accessible(page, 'choice of a union')
  await page.getByPlaceholder('输入名称、简称或编码').fill('乌海')
  await page.getByRole('button', { name: /乌海市总工会/ }).click()
  await expect(page.getByRole('button', { name: '当前工会: 乌海市总工会' })).toBeVisible()
  await page.reload()
  await expect(page.getByRole('button', { name: '当前工会: 乌海市总工会' })).toBeVisible()
  await page.getByRole('button', { name: /^当前工会/ }).click()
  await page.getByPlaceholder('输入名称、简称或编码').fill('没有这个工会')
  await expect(page.getByText('没有找到“没有这个工会”')).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toBeHidden()
})

test('figures follow what is written, and say since when they do not', async ({ page, request }) => {
  await signIn(page, world, 'r-maker')
  await expect(page.getByText('实时', { exact: true })).toBeVisible()
  const again = page.waitForResponse((r) => r.url().includes('/api/v1/workbench'))
  // Anything that is committed: another session begins.
  const begun = await request.post(`${world.url}/api/v1/session`, {
    data: { login: 'w-maker', password: DEMO_PASSWORD },
    headers: { 'Idempotency-Key': 'shell-live-1' },
  })
  expect(begun.status()).toBe(201)
  await again
})

test('an ended session comes back to the same page', async ({ page }) => {
  await signIn(page, world, 'r-maker')
  await page.goto(`${world.url}/admin/me`)
  await settled(page)
  await page.context().clearCookies()
  // What asks first meets the end: the reader, or the page's own events.
  const ended = page.getByText('登录已过期')
  await page.getByRole('button', { name: '刷新' }).first().or(ended).click()
  await expect(ended).toBeVisible()
  await accessible(page, 'ended session')
  await signIn(page, world, 'r-maker')
  await expect(page.getByRole('heading', { name: '我的账户' })).toBeVisible()
})

test('the other language is the whole page, and is kept', async ({ page }) => {
  await signIn(page, world, 'w-keeper')
  await page.getByRole('button', { name: 'English' }).click()
  await expect(page.getByRole('heading', { name: 'Desk' })).toBeVisible()
  await accessible(page, 'desk in English')
  await page.reload()
  await expect(page.getByRole('heading', { name: 'Desk' })).toBeVisible()
  await expect(page).toHaveTitle('Desk · Songnuan')
})

test('an address that there is not says so', async ({ page }) => {
  await signIn(page, world, 'w-keeper')
  await page.goto(`${world.url}/admin/no/such/page`)
  await expect(page.getByRole('heading', { name: '没有这个页面' })).toBeVisible()
  await accessible(page, 'no such page')
})

test('a page that could not be read says so, and opens when the line is there again', async ({ page }) => {
  await signIn(page, world, 'r-maker')
  await settled(page)
  await page.route('**/assets/*.js', (route) => route.abort())
  await openMenu(page)
  await page.getByRole('navigation', { name: '菜单' }).getByRole('link', { name: '报表' }).click()
  const missed = page.getByRole('alert').filter({ hasText: '这一页没有打开' })
  await expect(missed).toBeVisible()
  await accessible(page, 'a page that did not open')
  await page.unroute('**/assets/*.js')
  await missed.getByRole('button', { name: '重新载入' }).click()
  await expect(page.getByRole('heading', { name: '报表', level: 1 })).toBeVisible()
  await expect(missed).toHaveCount(0)
})

test('a browser that cannot run it reads what to do', async ({ page }) => {
  await page.route('**/assets/*.js', (route) => route.fulfill({ contentType: 'text/javascript', body: '' }))
  await page.goto(world.url)
  await expect(page.getByText('正在打开')).toBeVisible()
  await expect(page.getByText('请换用 Chrome 109')).toBeVisible({ timeout: 30_000 })
  await accessible(page, 'too old a browser')
})
