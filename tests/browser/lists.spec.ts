/* Lists from outside that are no rosters: bank cards and sizes through the same three steps; drafts that lie sealed; and work
 * that goes on after the server was killed. Everybody in it is synthetic (合成数据). */
import { World, accessible, expect, noDialog, shot, signIn, test } from './world'
import type { Page } from '@playwright/test'

test.describe.configure({ mode: 'serial', timeout: 400_000 })

let world: World
test.beforeAll(async () => {
  world = World.demo()
  await world.serve('--demo')
})
test.afterAll(() => world.end())

async function open(page: Page, login: string, path: string, heading: string): Promise<void> {
  await signIn(page, world, login)
  await page.goto(`${world.url}/admin/${path}`)
  await expect(page.getByRole('heading', { name: heading, level: 1 })).toBeVisible()
}
/* People that nobody is, as bench/roster.c makes them. */
function person(i: number): string {
  const two = (n: number) => String(n).padStart(2, '0')
  const first = `150102${1955 + (i % 50)}${two(1 + (Math.floor(i / 50) % 12))}${two(1 + (Math.floor(i / 600) % 28))}${String(Math.floor(i / 16800)).padStart(3, '0')}`
  const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
  return first + '10X98765432'[weights.reduce((s, w, k) => s + w * Number(first[k]), 0) % 11]
}
/* A passbook's number: none has a check digit. */
const account = (n: number) => `1234567890${String(n).padStart(4, '0')}`

async function paste(page: Page, kind: string, cells: string): Promise<void> {
  await page.goto(`${world.url}/admin/imports`)
  await page.getByRole('radio', { name: kind, exact: true }).check()
  await page.getByLabel('粘贴表格').check()
  await page.getByLabel('把表格连同表头复制后粘贴到这里').fill(cells)
}
async function takeOver(page: Page, people: number): Promise<void> {
  const word = `导入 ${people} 人`
  await page.getByRole('button', { name: word }).click()
  await page.getByRole('dialog').getByRole('button', { name: word }).click()
  await expect(page.getByText('已导入').first()).toBeVisible()
  await noDialog(page)
}

test('cards are checked, corrected in place, taken over, the same again, and back', async ({ page }) => {
  const at = (page.viewportSize()?.width ?? 0) * 100
  await open(page, 'r-maker', 'imports', '导入')
  await paste(page, '职工名册', `姓名\t身份证号\n合成卡甲\t${person(at + 1)}\n合成卡乙\t${person(at + 2)}\n`)
  await page.getByRole('button', { name: '上传并核对' }).click()
  await takeOver(page, 2)
  await paste(page, '银行卡', `身份证号\t银行卡号\n${person(at + 1)}\t${account(1)}\n${person(at + 2)}\t12\n`)
  await accessible(page, 'imports, cards')
  await page.getByRole('button', { name: '上传并核对' }).click()
  const fix = page.getByLabel(/第 3 行 银行卡号 更正为/)
  await expect(fix).toBeVisible()
  expect(await page.locator('main').innerText()).not.toContain(account(1))
  await accessible(page, 'cards, checked')
  await shot(page, 'cards-checked')
  await fix.fill(account(2))
  await page.getByRole('button', { name: '核对更正（1 处）' }).click()
  await expect(page.getByText('全部通过')).toBeVisible()
  await takeOver(page, 2)
  const taken = page.url()
  await paste(page, '银行卡', `身份证号\t银行卡号\n${person(at + 1)}\t${account(1)}\n${person(at + 2)}\t${account(2)}\n`)
  await page.getByRole('button', { name: '上传并核对' }).click()
  await expect(page.getByText('与已登记的一致，没有要导入的')).toBeVisible()
  await page.goto(taken)
  await page.getByRole('button', { name: '整批撤回' }).click()
  await page.getByRole('dialog').getByRole('button', { name: '撤回 2 人' }).click()
  await expect(page.getByText('这份名单已整批撤回')).toBeVisible()
  await accessible(page, 'cards, taken back')
})

test('sizes ask for their cycle, and say which row is none of the sizes', async ({ page }) => {
  await open(page, 'r-maker', 'imports', '导入')
  await paste(page, '尺码', `身份证号\t尺码\n${person(7)}\t9XL\n`)
  await page.getByRole('button', { name: '上传并核对' }).click()
  await expect(page.getByText('请选择尺码是哪个活动的')).toBeVisible()
  await accessible(page, 'imports, sizes')
  await page.getByLabel('活动').selectOption('coat-2024')
  await page.getByRole('button', { name: '上传并核对' }).click()
  await expect(page.getByText('没有这个尺码')).toBeVisible()
  await accessible(page, 'sizes, checked')
  await shot(page, 'sizes-checked')
})

/* ---- drafts ---- */

const kept = (page: Page) => page.evaluate(() => JSON.stringify({ ...localStorage }))
const drafts = (page: Page) => page.evaluate(() => Object.keys(localStorage).filter((k) => k.startsWith('songnuan.draft.')).length)

test('a draft lies sealed: it survives a cut line and an ended session, and opens for nobody else', async ({ page, context }) => {
  const name = '合成草稿王某某'
  await open(page, 'r-maker', 'imports/links', '给企业的链接')
  await context.setOffline(true)
  await page.getByLabel('用人单位').fill(name)
  await expect(page.getByText('草稿已加密存在本机')).toBeVisible()
  expect(await kept(page)).not.toContain(name)
  expect(await drafts(page)).toBe(1)
  await context.setOffline(false)
  await context.clearCookies() // the session is over
  await page.reload()
  await signIn(page, world, 'w-maker')
  await page.goto(`${world.url}/admin/imports/links`)
  await expect(page.getByLabel('用人单位')).toHaveValue('')
  expect(await kept(page)).not.toContain(name)
  await context.clearCookies()
  await signIn(page, world, 'r-maker')
  await page.goto(`${world.url}/admin/imports/links`)
  await expect(page.getByLabel('用人单位')).toHaveValue(name)
  await expect(page.getByText('已恢复您')).toBeVisible()
  await page.getByRole('button', { name: '退出登录' }).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog.getByText('只有您登录才能打开')).toBeVisible()
  await accessible(page, 'leaving with drafts')
  await dialog.getByRole('button', { name: '删去草稿并退出' }).click()
  await expect(page.getByLabel('用户名')).toBeVisible()
  expect(await drafts(page)).toBe(0)
})

/* ---- after a crash ---- */

test('a long list goes on after the server was killed, and ends whole', async ({ page }) => {
  test.setTimeout(900_000)
  const rows = 40_000
  const start = 2_000_000 + (page.viewportSize()?.width ?? 0) * 1_000 // nobody stands in two runs
  const lines = Array.from({ length: rows }, (_, i) => `模拟${i},${person(start + i)},断电${Math.floor(i / 40)}班`)
  await open(page, 'r-maker', 'imports', '导入')
  await page.getByLabel('给全体加上的类别').fill('环卫工')
  await page.getByLabel('名册文件').setInputFiles({ name: '断电名单.csv', mimeType: 'text/csv', buffer: Buffer.from(`姓名,身份证号,班组\n${lines.join('\n')}\n`) })
  await page.getByRole('button', { name: '上传并核对' }).click()
  const take = page.getByRole('button', { name: /^导入 40,?000 人$/ })
  await expect(take).toBeVisible({ timeout: 240_000 })
  await take.click()
  await page.getByRole('dialog').getByRole('button', { name: /^导入 40,?000 人$/ }).click()
  await expect(page.getByText(/[1-9][\d,]* \/ 40,?000/)).toBeVisible({ timeout: 60_000 })
  await world.kill()
  await world.serve('--demo', '--listen', new URL(world.url).host)
  await page.reload()
  await expect(page.getByText('导入到一半中断了')).toBeVisible({ timeout: 120_000 })
  await accessible(page, 'import, cut off')
  await shot(page, 'import-cut-off')
  await page.getByRole('button', { name: '继续导入' }).click()
  await expect(page.getByText('已导入').first()).toBeVisible({ timeout: 400_000 })
  await expect(page.locator('.import-counts dd').first()).toHaveText(/^40,?000$/)
  await page.goto(`${world.url}/admin/people?people.name=模拟39999`)
  await expect(page.locator('.list-link').first()).toBeVisible()
})

test('entitling tells how far it is, stops on demand, and goes on after the server was killed', async ({ page }) => {
  test.setTimeout(900_000)
  const far = page.getByText(/[1-9][\d,]* \/ [1-9][\d,]+/)
  const begin = async () => {
    await page.getByRole('button', { name: '核定名额', exact: true }).click()
    await page.getByRole('dialog').getByRole('button', { name: '核定名额' }).click()
    await noDialog(page)
    await expect(far).toBeVisible({ timeout: 120_000 })
  }
  await open(page, 'r-maker', 'progress/rights?cycle=hw-2024', '应领名单')
  await begin()
  await shot(page, 'entitling')
  await page.getByRole('button', { name: '取消', exact: true }).click()
  await expect(page.getByRole('button', { name: '继续核定' })).toBeVisible({ timeout: 120_000 })
  await expect(page.getByText('的名额没有核定完')).toBeVisible()
  await accessible(page, 'entitling, stopped')
  await begin()
  await world.kill()
  await world.serve('--demo', '--listen', new URL(world.url).host)
  await page.reload() // what was asked for is asked again, with its key
  const made = page.getByText(/新增名额 [\d,]+，已有 [\d,]+/)
  await expect(made.or(page.getByRole('button', { name: '继续核定' })).first()).toBeVisible({ timeout: 400_000 })
  if (!(await made.isVisible())) await page.getByRole('button', { name: '继续核定' }).click()
  await expect(made).toBeVisible({ timeout: 400_000 })
  await expect(page.getByText('的名额没有核定完')).toHaveCount(0)
  await shot(page, 'entitling-ended')
})
