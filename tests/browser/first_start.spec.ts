/* The first start: nobody is in yet, the printed code makes the first administrator, who must take a second factor. */
import { World, accessible, expect, shot, test, totp } from './world'

test.describe.configure({ mode: 'serial' })

const PASSWORD = '合成数据-四个不相干的词-1' // synthetic
let world: World

test.beforeAll(async () => {
  world = new World()
  world.run('init')
  await world.serve()
})
test.afterAll(() => world.end())

test('the set-up code sets the first password, and the second factor comes before any work', async ({ page }) => {
  const code = /[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}/.exec(world.said)?.[0] ?? ''
  await page.goto(world.url)
  await expect(page.getByRole('heading', { name: '第一次启用' })).toBeVisible()
  await accessible(page, 'first start')
  await shot(page, 'first-start')

  await page.getByLabel('启用码').fill('0000-0000-0000')
  await page.getByLabel('新密码', { exact: false }).first().fill('短')
  await page.getByRole('button', { name: '设置密码并登录' }).click()
  await expect(page.getByText('至少 12 个字符，现在是 1 个')).toBeVisible()
  await accessible(page, 'first start, refused here')

  const fill = async (value: string) => {
    await page.getByLabel('启用码').fill(value)
    for (const field of await page.locator('input[type=password]').all()) await field.fill(PASSWORD)
    await page.getByRole('button', { name: '设置密码并登录' }).click()
  }
  await fill('0000-0000-0000')
  await expect(page.getByRole('alert')).toBeVisible()
  await fill(code)

  await expect(page.getByRole('heading', { name: '绑定验证器' })).toBeVisible()
  await expect(page.getByRole('img', { name: '验证器二维码' })).toBeVisible()
  await accessible(page, 'enrolment')
  await shot(page, 'enrolment')
  const secret = await page.locator('code').innerText()
  await page.getByLabel('验证器上的 6 位数字').fill(await totp(secret))
  await page.getByRole('button', { name: '完成绑定' }).click()

  await expect(page.getByRole('heading', { name: '请抄下或打印纸质备用码' })).toBeVisible()
  await expect(page.locator('ol li')).toHaveCount(10)
  await accessible(page, 'paper codes')
  const paper = await page.locator('ol li').first().innerText()
  await page.getByRole('button', { name: '我已抄好' }).click()
  await expect(page.getByRole('heading', { name: '工作台' })).toBeVisible()
  await accessible(page, 'desk of an administrator')
  await shot(page, 'desk-administrator')

  await page.getByRole('button', { name: '退出登录' }).click()
  await expect(page.getByRole('heading', { name: '登录' })).toBeVisible()
  await page.goto(`${world.url}/admin/me`)
  await page.getByLabel('用户名').fill('admin')
  await page.locator('input[type=password]').fill('不是这个密码-不是这个密码')
  await page.getByRole('button', { name: '登录', exact: true }).click()
  await expect(page.getByRole('alert')).toBeVisible()
  await page.locator('input[type=password]').fill(PASSWORD)
  await page.getByRole('button', { name: '登录', exact: true }).click()
  await expect(page.getByRole('heading', { name: '第二步验证' })).toBeVisible()
  await accessible(page, 'second step')
  await page.getByLabel('验证码或备用码').fill(paper)
  await page.getByRole('button', { name: '验证', exact: true }).click()
  await expect(page.getByRole('heading', { name: '我的账户' })).toBeVisible()
  await expect(page.getByText('还剩 9 个')).toBeVisible()
  await accessible(page, 'account')
  await shot(page, 'account')
})

test('a page that nobody is signed in for comes back after signing in only to itself', async ({ page }) => {
  await page.goto(`${world.url}/admin/sign-in?back=https://example.org/`)
  await expect(page.getByRole('heading', { name: '登录' })).toBeVisible()
  await page.goto(`${world.url}/admin/me?x=1`)
  await expect(page).toHaveURL(/sign-in\?back=/)
})
