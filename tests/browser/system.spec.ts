/* 系统 in a browser: the trail, who looked at a person, sessions of others, versions and backups, a second person for grants, a
 * post handed over by three. Everybody in it is synthetic (合成数据). */
import { World, accessible, expect, noDialog, shot, signIn, test } from './world'
import type { Page } from '@playwright/test'

test.describe.configure({ mode: 'serial', timeout: 300_000 })

let world: World
const PEOPLE = [
  ['x-trail', '审计管理员(示例)', 'auditadmin', ''],
  ['x-guard', '安全甲(示例)', 'security', ''],
  ['x-guard2', '安全乙(示例)', 'security', ''],
] as const
test.beforeAll(async () => {
  world = World.demo()
  for (const [login, name, role] of PEOPLE) {
    const by = login === 'x-guard2' ? 'x-guard' : 'admin' // from the first one on it is security who grants
    world.run('user', 'add', login, '--name', name, '--as', by)
    world.run('user', 'grant', login, '--role', role, '--as', by)
  }
  for (const [login, role] of [['x-giver', 'keeper'], ['x-heir', 'distributor'], ['x-chief', 'checker']] as const) {
    world.run('user', 'add', login, '--name', `${login}(示例)`, '--org', '150304', '--as', 'x-guard')
    world.run('user', 'grant', login, '--role', role, '--org', '150304', '--as', 'x-guard')
  }
  await world.serve('--demo')
})
test.afterAll(() => world.end())

async function open(page: Page, login: string, path: string, heading: string): Promise<void> {
  await page.context().clearCookies()
  await page.goto(`${world.url}/admin/sign-in`)
  await signIn(page, world, login)
  await page.goto(`${world.url}/admin/${path}`)
  await expect(page.getByRole('heading', { name: heading, level: 1 })).toBeVisible()
}
const toast = (page: Page, words: RegExp) => expect(page.locator('.el-message').filter({ hasText: words })).toBeVisible({ timeout: 60_000 })
async function sure(page: Page, act: RegExp): Promise<void> {
  await page.getByRole('dialog').getByRole('button', { name: act }).click()
  await noDialog(page)
}

test('a weighty grant waits for a second person, who is another one', async ({ page }) => {
  await open(page, 'x-guard', 'users', '用户与岗位')
  const waits = page.getByRole('region', { name: '等第二人确认的授予' }).first()
  await expect(waits).toContainText('x-chief')
  await expect(waits.getByRole('button', { name: '确认' })).toHaveCount(0)
  await expect(waits.getByRole('button', { name: '收回' })).toBeVisible()
  await accessible(page, 'users, one grant waits')
  await shot(page, 'users-waiting')
  await page.goto(`${world.url}/admin/users/x-chief`)
  await expect(page.getByText('等第二人确认；可以确认的人：安全乙(示例)')).toBeVisible()
  await accessible(page, 'user with a grant that waits')
  await open(page, 'x-guard2', 'users', '用户与岗位')
  await page.getByRole('button', { name: '确认', exact: true }).click()
  await sure(page, /确认/)
  await toast(page, /已确认/)
  await expect(page.getByRole('region', { name: '等第二人确认的授予' }).first()).not.toContainText('x-chief')
})

test('who manages users sees where somebody is signed in, and ends it', async ({ page, browser }) => {
  const other = await browser.newContext()
  const his = await other.newPage()
  await signIn(his, world, 'w-maker')
  await open(page, 'x-guard', 'users/w-maker', '示例')
  const sessions = page.getByRole('region', { name: '正在登录的地方' }).first()
  await expect(sessions.getByRole('button', { name: '注销全部登录' })).toBeVisible()
  await accessible(page, 'sessions of another')
  await shot(page, 'user-sessions')
  await sessions.getByRole('button', { name: '注销全部登录' }).click()
  await expect(page.getByRole('dialog')).toContainText('处登录')
  await sure(page, /注销/)
  await toast(page, /已注销/)
  await expect(sessions).toContainText('现在没有登录')
  await his.goto(`${world.url}/admin/people`)
  await expect(his.getByLabel('用户名')).toBeVisible()
  await other.close()
})

test('a person’s page says who looked, to who may read the trail', async ({ page }) => {
  await open(page, 'r-auditor', 'people', '花名册')
  await page.locator('.list-link').first().click()
  await expect(page.getByRole('heading', { name: '谁看过这个人' })).toBeVisible()
  await page.getByRole('button', { name: '查看', exact: true }).click()
  await expect(page.getByRole('cell', { name: '看个人页面' }).first()).toBeVisible()
  await accessible(page, 'who looked')
  await shot(page, 'person-views')
})

test('the trail is found by act, checked as a whole and taken along', async ({ page }) => {
  await open(page, 'x-trail', 'trail', '审计日志')
  await expect(page.getByText('完好').first()).toBeVisible()
  await accessible(page, 'trail')
  await shot(page, 'trail')
  await page.getByLabel('做了什么').selectOption({ label: '注销他人会话' })
  await expect(page.getByRole('cell', { name: '注销他人会话' }).first()).toBeVisible()
  await page.getByLabel('结果').selectOption({ label: '拒绝' })
  await expect(page.getByText('没有符合条件的记录')).toBeVisible()
  await page.getByRole('button', { name: '清除条件' }).first().click()
  await page.getByRole('button', { name: '从头校验' }).click()
  await expect(page.getByText(/完好：全部 [\d,]+ 条/)).toBeVisible({ timeout: 60_000 })
  await accessible(page, 'trail, checked')
  const file = page.waitForEvent('download')
  await page.getByRole('button', { name: '导出 Excel' }).click()
  expect((await file).suggestedFilename()).toMatch(/^audit-.*\.xlsx$/)
})

test('a backup is made, checked, and everything verified', async ({ page }) => {
  await open(page, 'admin', 'system', '版本与备份')
  await page.getByRole('button', { name: '立即备份' }).click()
  await toast(page, /备份完成/)
  await expect(page.getByRole('cell', { name: /songnuan-\d{8}-\d{6}.*\.backup$/ }).first()).toBeVisible()
  await page.getByRole('button', { name: /^核对 songnuan-/ }).first().click()
  await toast(page, /完好，可以恢复/)
  await page.getByRole('button', { name: '开始核对' }).click()
  await expect(page.getByText(/核对无误/)).toBeVisible({ timeout: 120_000 })
  await page.getByText(/各部分的结构版本/).click()
  await accessible(page, 'system')
  await shot(page, 'system')
})

test('a post is handed over when three people have signed its list', async ({ page }) => {
  await open(page, 'x-giver', 'posts', '岗位交接')
  await page.getByRole('button', { name: '拟交接单' }).click()
  const dialog = page.getByRole('dialog', { name: '拟交接单' })
  await dialog.getByLabel('接收人的登录名').fill('x-heir')
  await dialog.getByLabel('监交人的登录名').fill('x-chief')
  await accessible(page, 'drawing up a handover')
  await dialog.getByRole('button', { name: '拟交接单' }).click()
  await expect(page.getByRole('heading', { name: /x-giver.*的岗位交接/ })).toBeVisible()
  await expect(page.getByRole('heading', { name: '交接清单' })).toBeVisible()
  const paper = page.url().replace(world.url + '/admin/', '')
  await page.getByRole('button', { name: '作为移交人签字' }).click()
  await sure(page, /作为移交人签字/)
  await toast(page, /已签字/)
  await accessible(page, 'handover')
  await open(page, 'x-heir', paper, 'x-giver(示例) 的岗位交接')
  await page.getByRole('button', { name: '作为接收人签字' }).click()
  await sure(page, /作为接收人签字/)
  await toast(page, /已签字/)
  await open(page, 'x-chief', paper, 'x-giver(示例) 的岗位交接')
  await page.getByRole('button', { name: '作为监交人签字' }).click()
  await sure(page, /作为监交人签字/)
  await expect(page.getByText(/交接完毕，岗位已转给 x-heir/)).toBeVisible()
  await accessible(page, 'handover, done')
  await shot(page, 'post')
  await page.goto(`${world.url}/admin/posts`)
  await expect(page.getByText('已交接').first()).toBeVisible()
  await accessible(page, 'handovers')
})
