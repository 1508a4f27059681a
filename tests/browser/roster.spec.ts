/* The roster: found, opened, imported in three steps, corrected in place, taken back; duplicates; a company's clerk without an
 * account. Everybody in it is synthetic (合成数据). */
import { World, accessible, expect, noDialog, shot, signIn, test } from './world'
import type { Page } from '@playwright/test'

test.describe.configure({ mode: 'serial', timeout: 400_000 }) // axe looks at lists of hundreds

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

/* GB 11643: the last character follows from the others. Division 150802, a day of 1970 and a number: synthetic. */
function idNumber(n: number): string {
  const first = `1508021970${String((n % 12) + 1).padStart(2, '0')}${String((n % 27) + 1).padStart(2, '0')}${String(n).padStart(3, '0')}`
  const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
  const sum = weights.reduce((s, w, i) => s + w * Number(first[i]), 0)
  return first + '10X98765432'[sum % 11]
}
/* With another last character: what a slip of the pen makes of it. */
const slipped = (id: string) => id.slice(0, 17) + (id[17] === '1' ? '2' : '1')

test('the roster is masked, finds people and opens a page with what they received', async ({ page }) => {
  await open(page, 'r-maker', 'people', '花名册')
  await expect(page.locator('.list-link').first()).toBeVisible()
  await accessible(page, 'people')
  await shot(page, 'people')
  expect(await page.locator('main').innerText()).not.toMatch(/\d{17}[\dX]/)
  await page.getByLabel('身份证号、电话、末四位加姓名，或姓名').fill('王')
  await page.getByRole('button', { name: '找人' }).click()
  await expect(page.getByRole('status').first()).toBeVisible()
  await accessible(page, 'found')
  await page.getByRole('button', { name: '回到名册' }).click()
  await page.locator('.list-link').first().click()
  await expect(page.getByRole('heading', { name: '历次领取' })).toBeVisible()
  await accessible(page, 'person')
  await shot(page, 'person')
})

test('who has no right to the roster is told so', async ({ page }) => {
  await open(page, 'f-150802', 'people', '花名册')
  await expect(page.getByRole('heading', { name: '您没有查看这里的权限' })).toBeVisible()
  await accessible(page, 'people, denied')
})

test('a checker looks and imports nothing', async ({ page }) => {
  await open(page, 'r-checker', 'imports', '导入')
  await expect(page.getByRole('button', { name: '上传并核对' })).toHaveCount(0)
  await accessible(page, 'imports of a checker')
})

test('pasted cells are checked, corrected in place, taken over and taken back', async ({ page }) => {
  const width = page.viewportSize()?.width ?? 0
  const right = idNumber((width % 500) + 1)
  await open(page, 'r-maker', 'imports', '导入')
  await accessible(page, 'imports')
  await shot(page, 'imports')
  await page.getByLabel('粘贴表格').check()
  await page.getByRole('button', { name: '上传并核对' }).click()
  await expect(page.getByText('还没有粘贴内容')).toBeVisible()
  await page
    .getByLabel('把表格连同表头复制后粘贴到这里')
    .fill(`姓名\t身份证号\t班组\n合成导入甲\t${idNumber((width % 500) + 2)}\t浏览器班\n合成导入乙\t${slipped(right)}\t浏览器班\n`)
  await expect(page.getByText('表头之外 2 行')).toBeVisible()
  await page.getByRole('button', { name: '上传并核对' }).click()
  await expect(page.getByRole('heading', { name: '没有通过的行' })).toBeVisible()
  const fix = page.getByLabel(/第 3 行 身份证号 更正为/)
  await expect(fix).toBeVisible()
  await accessible(page, 'import, checked')
  await shot(page, 'import-checked')
  await fix.fill(right)
  await page.getByRole('button', { name: '核对更正（1 处）' }).click()
  await expect(page.getByText('全部通过')).toBeVisible()
  await page.getByRole('button', { name: '与名册比对' }).click()
  await expect(page.getByRole('heading', { name: '与名册比对' })).toBeVisible()
  await accessible(page, 'import, compared')
  await page.getByRole('button', { name: '导入 2 人' }).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog.getByText('新收 2 人')).toBeVisible()
  await accessible(page, 'import, asked')
  await dialog.getByRole('button', { name: '导入 2 人' }).click()
  await expect(page.getByText('已导入').first()).toBeVisible()
  await noDialog(page)
  await shot(page, 'import-taken')
  await page.getByRole('button', { name: '整批撤回' }).click()
  await page.getByRole('dialog').getByRole('button', { name: '撤回 2 人' }).click()
  await expect(page.getByText('这份导入已整批撤回')).toBeVisible()
  await accessible(page, 'import, taken back')
})

/* People that nobody is (合成数据), as bench/roster.c makes them: 16.8 million before one comes twice. */
function person(i: number): string {
  const two = (n: number) => String(n).padStart(2, '0')
  const first = `150102${1955 + (i % 50)}${two(1 + (Math.floor(i / 50) % 12))}${two(1 + (Math.floor(i / 600) % 28))}${String(Math.floor(i / 16800)).padStart(3, '0')}`
  const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
  return first + '10X98765432'[weights.reduce((s, w, k) => s + w * Number(first[k]), 0) % 11]
}

test('a long list says how far it is, is found again after a reload, and is cancelled whole', async ({ page }) => {
  test.setTimeout(600_000)
  const rows = 150_000 // so many that a fast machine is still at it when it is told to stop
  const lines = Array.from({ length: rows }, (_, i) => `模拟${i},${person(i)},模拟${Math.floor(i / 40)}班`)
  await open(page, 'r-maker', 'imports', '导入')
  await page.getByLabel('名册文件').setInputFiles({ name: '长名单.csv', mimeType: 'text/csv', buffer: Buffer.from(`姓名,身份证号,班组\n${lines.join('\n')}\n`) })
  await page.getByRole('button', { name: '上传并核对' }).click()
  const take = page.getByRole('button', { name: /^导入 150,?000 人$/ })
  await expect(take).toBeVisible({ timeout: 120_000 })
  await take.click()
  await page.getByRole('dialog').getByRole('button', { name: /^导入 150,?000 人$/ }).click()
  const bar = page.getByRole('progressbar')
  await expect(bar).toBeVisible()
  await expect(page.getByText(/[1-9][\d,]* \/ 150,?000/)).toBeVisible()
  await noDialog(page)
  await shot(page, 'import-under-way')
  await page.reload()
  await expect(bar).toBeVisible()
  await expect(page.getByText(/[1-9][\d,]* \/ 150,?000/)).toBeVisible()
  await accessible(page, 'import, under way')
  await page.getByRole('button', { name: '取消', exact: true }).click()
  await expect(page.getByText('已核对，待导入')).toBeVisible({ timeout: 120_000 })
  await expect(take).toBeVisible()
  await page.goto(`${world.url}/admin/people?people.name=模拟`)
  await expect(page.getByText('没有符合条件的记录')).toBeVisible()
})

test('a list is a file for who may export it, and for nobody else', async ({ page }) => {
  await open(page, 'r-maker', 'people', '花名册')
  const down = page.waitForEvent('download')
  await page.getByRole('button', { name: /^导出 .*xlsx$/ }).click()
  expect((await down).suggestedFilename()).toMatch(/^.+-.+-\d{4}-\d{2}-\d{2}\.xlsx$/)
  await accessible(page, 'people, with files')
})

test('duplicates are decided once and never asked about again', async ({ page }) => {
  const n = ((page.viewportSize()?.width ?? 0) % 300) + 600
  await open(page, 'r-maker', 'imports', '导入')
  await page.getByLabel('粘贴表格').check()
  await page
    .getByLabel('把表格连同表头复制后粘贴到这里')
    .fill(`姓名\t身份证号\t班组\n合成同名\t${idNumber(n)}\t同名班${n}\n合成同名\t${idNumber(n + 1)}\t同名班${n}\n`)
  await page.getByRole('button', { name: '上传并核对' }).click()
  await page.getByRole('button', { name: '导入 2 人' }).click()
  await page.getByRole('dialog').getByRole('button', { name: '导入 2 人' }).click()
  await expect(page.getByText('已导入').first()).toBeVisible()

  await page.goto(`${world.url}/admin/duplicates`)
  await expect(page.getByRole('heading', { name: '同名同班组 · 2 人' })).toBeVisible()
  await accessible(page, 'duplicates')
  await shot(page, 'duplicates')
  await page.getByRole('button', { name: '不是同一人' }).click()
  await page.getByRole('dialog').getByRole('button', { name: '判定 2 人互不相同' }).click()
  await expect(page.getByText('没有待判定的')).toBeVisible()
  await page.reload()
  await expect(page.getByText('没有待判定的')).toBeVisible()
  await accessible(page, 'duplicates, none left')
})

test('a company sends its list by link and code, without an account', async ({ page, browser }) => {
  const width = page.viewportSize()?.width ?? 0
  await open(page, 'r-maker', 'imports/links', '给企业的链接')
  await accessible(page, 'links')
  await page.getByLabel('用人单位').first().fill('合成环卫公司')
  await page.getByRole('button', { name: '生成链接' }).click()
  await expect(page.getByRole('heading', { name: '已生成链接和验证码，只显示这一次' })).toBeVisible()
  const told = await page.locator('.clerk-told').allInnerTexts()
  const address = /https?:\/\/\S+#\S+/.exec(told[0] ?? '')?.[0] ?? ''
  const code = (told[1] ?? '').replace(/\D/g, '')
  await shot(page, 'links')

  const context = await browser.newContext({ viewport: page.viewportSize(), locale: 'zh-CN', reducedMotion: 'reduce' })
  const clerk = await context.newPage()
  await clerk.goto(address)
  await expect(clerk.getByRole('heading', { name: '职工名单填报' })).toBeVisible()
  await accessible(clerk, 'clerk, door')
  await clerk.getByLabel('验证码').fill('00000000')
  await clerk.getByRole('button', { name: '进入' }).click()
  await expect(clerk.getByRole('alert')).toBeVisible()
  await clerk.getByLabel('验证码').fill(code)
  await clerk.getByRole('button', { name: '进入' }).click()
  await expect(clerk.getByText('还没有上传名单')).toBeVisible()
  await accessible(clerk, 'clerk, empty')
  const file = `姓名,身份证号,班组\n合成企业甲,${idNumber((width % 500) + 301)},一班\n合成企业乙,${slipped(idNumber((width % 500) + 302))},一班\n`
  await clerk.getByLabel('名单文件').setInputFiles({ name: '名单.csv', mimeType: 'text/csv', buffer: Buffer.from(file) })
  await clerk.getByRole('button', { name: '上传并核对' }).click()
  await expect(clerk.getByText('要更正 1 行')).toBeVisible()
  await accessible(clerk, 'clerk, checked')
  await shot(clerk, 'clerk')
  await clerk.getByRole('button', { name: /提交 1 人/ }).click()
  await expect(clerk.getByText('已提交，等工会接收')).toBeVisible()
  await context.close()

  await page.goto(`${world.url}/admin/imports`)
  await page.getByRole('link', { name: '名单.csv' }).first().click()
  await expect(page.getByRole('heading', { name: '与名册比对' })).toBeVisible()
  await accessible(page, 'import of a company')
  await page.getByRole('button', { name: '退回企业更正' }).click()
  await expect(page.getByText('已退回企业').first()).toBeVisible()
})
