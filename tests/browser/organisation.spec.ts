/* Unions, programmes, cycles, users and hands in a browser: what each screen shows and does, by whom it may be done, and that
 * each can be read by everybody (axe, 360 and 1440 px). Everybody in it is synthetic. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Cookie, Page } from '@playwright/test'
import { World, accessible, expect, noDialog, shot, test } from './world'
import { enter, password } from './people'

test.describe.configure({ mode: 'serial' })

const source = process.env.SONGNUAN_SOURCE ?? join(__dirname, '../..')
let world: World

const UNIONS = `code,parent,level,kind,name,order,aliases,confirmed
150000,,1,general,内蒙古自治区总工会,1,,是
150300,150000,2,general,乌海市总工会,2,,是
150302,150300,3,general,海勃湾区总工会,3,海勃湾工会,是
150303,150300,3,general,海南区总工会,4,,否
150400,150000,2,general,赤峰市总工会,5,,是
`
const USERS = [
  ['li', '李经办(合成数据)', 'maker', ''],
  ['zhao', '赵审核(合成数据)', 'checker', '150000'],
  ['qian', '钱批准(合成数据)', 'approver', '150000'],
  ['sun', '孙审核(合成数据)', 'checker', '150302'],
] as const

/* Signed in once in each world; a test of its own goes on with that session. */
const sessions = new Map<string, Cookie[]>()
async function signIn(page: Page, login: string): Promise<void> {
  const kept = sessions.get(world.dir + login)
  await page.context().clearCookies()
  if (kept) return page.context().addCookies(kept)
  await enter(page, world, login)
  sessions.set(world.dir + login, await page.context().cookies())
}

test.beforeAll(() => {
  world = new World()
  const file = (name: string, text: string) => {
    mkdirSync(world.dir, { recursive: true })
    writeFileSync(join(world.dir, name), text)
    return join(world.dir, name)
  }
  world.run('init')
  world.run('org', 'import', file('unions.csv', UNIONS), '--as', 'admin')
  world.run('user', 'add', 'safety', '--name', '安全管理员(合成数据)', '--as', 'admin')
  world.run('user', 'grant', 'safety', '--role', 'security', '--as', 'admin')
  for (const [login, name, role, org] of USERS) {
    world.run('user', 'add', login, '--name', name, '--org', org || '150000', '--as', 'safety')
    world.run('user', 'grant', login, '--role', role, ...(org ? ['--org', org] : []), '--as', 'safety')
  }
  world.run('item', 'add', 'rice-10kg', '--name', '大米10公斤', '--as', 'li')
  world.run('item', 'add', 'oil-5l', '--name', '食用油5升', '--as', 'li')
  world.run('item', 'add', 'kit:2024-hw', '--name', '慰问礼包', '--unit', 'set', '--parts', 'rice-10kg=1,oil-5l=1', '--as', 'li')
  const programme = readFileSync(join(source, 'data/programmes/condolence-campaign.json'), 'utf8')
  world.run('programme', 'load', file('programme.json', programme), '--as', 'li')
  world.run('cycle', 'create', 'hw-2024', '--programme', 'condolence-campaign', '--org', '150000', '--name', '2024年环卫工人节慰问',
    '--from', '2024-10-01', '--until', '2024-12-01', '--as', 'li')
  for (const login of ['safety', ...USERS.map(([login]) => login)]) {
    process.env.SONGNUAN_USER = login // each his own
    password(world, login)
  }
  delete process.env.SONGNUAN_USER
  return world.serve()
})
test.afterAll(() => world.end())

async function chooseUnion(page: Page, label: RegExp, text: string, name: string): Promise<void> {
  await page.getByRole('button', { name: label }).click()
  const dialog = page.getByRole('dialog', { name: '选择工会' })
  await dialog.getByRole('textbox').fill(text)
  await dialog.getByRole('button', { name }).click()
}

test('the tree opens a level at a time, by keys too, and a short name finds its union', async ({ page }) => {
  await signIn(page, 'li')
  await page.goto(`${world.url}/admin/orgs`)
  const league = page.getByRole('treeitem', { name: '乌海市总工会' })
  await expect(league).toBeVisible()
  await expect(page.getByRole('treeitem', { name: '海勃湾区总工会' })).toHaveCount(0)
  await page.getByRole('treeitem', { name: '内蒙古自治区总工会' }).focus()
  await page.keyboard.press('ArrowDown')
  await expect(league).toBeFocused()
  await page.keyboard.press('ArrowRight')
  await expect(page.getByRole('treeitem', { name: '海勃湾区总工会' })).toBeVisible()
  await accessible(page, 'unions')
  await shot(page, 'unions')
  await page.keyboard.press('ArrowLeft')
  await expect(page.getByRole('treeitem', { name: '海勃湾区总工会' })).toHaveCount(0)

  await page.keyboard.press('/')
  await page.keyboard.type('海勃湾工会')
  await expect(page.getByText('按“海勃湾工会”查到')).toBeVisible()
  await accessible(page, 'unions, found')
  await shot(page, 'unions-found')
  await page.getByRole('textbox', { name: '查找工会' }).fill('没有这个')
  await expect(page.getByText('没有找到“没有这个”')).toBeVisible()
})

test('a union is renamed and gets a short name, and its history keeps both', async ({ page }) => {
  await signIn(page, 'li')
  await page.goto(`${world.url}/admin/orgs/150303`)
  await expect(page.getByText('名称待确认').first()).toBeVisible()
  await page.getByRole('button', { name: '增加简称' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('button', { name: '增加简称' }).click()
  await expect(dialog.getByRole('alert')).toContainText('请填写')
  await accessible(page, 'short name, refused here')
  await dialog.getByLabel('简称').fill('海南区工会')
  await dialog.getByRole('button', { name: '增加简称' }).click()
  await expect(page.getByRole('definition').filter({ hasText: '海南区工会' })).toBeVisible()
  await noDialog(page)
  await page.getByRole('button', { name: '确认名称' }).click()
  await page.getByRole('dialog').getByRole('button', { name: '确认名称' }).click()
  await expect(page.getByText('名称待确认')).toHaveCount(0)
  await expect(page.getByRole('cell', { name: '确认名称' }).first()).toBeVisible()
  await accessible(page, 'one union')
  await shot(page, 'union')
})

test('a move is previewed, names what it does, and stands in the history', async ({ page }) => {
  await signIn(page, 'li')
  await page.goto(`${world.url}/admin/orgs/150302/move`)
  await expect(page.getByText('确认之前什么也不会改')).toBeVisible()
  await chooseUnion(page, /新的上级/, '赤峰', '赤峰市总工会')
  await expect(page.getByRole('button', { name: '确认改隶 1 个工会' })).toBeVisible()
  await accessible(page, 'preview of a move')
  await shot(page, 'move-preview')
  await page.getByRole('button', { name: '确认改隶 1 个工会' }).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog).toContainText('海勃湾区总工会 连同下级改由 赤峰市总工会 领导')
  await accessible(page, 'confirming a move')
  await dialog.getByRole('button', { name: '取消' }).click()
  await noDialog(page)
  await page.getByRole('button', { name: '确认改隶 1 个工会' }).click()
  await page.getByRole('dialog').getByRole('button', { name: '确认改隶 1 个工会' }).click()
  await expect(page).toHaveURL(/orgs\/150302$/)
  await expect(page.getByRole('definition').getByRole('link', { name: '赤峰市总工会' })).toBeVisible()
  await expect(page.getByRole('cell', { name: '隶属 赤峰市总工会' })).toBeVisible()
})

test('a county’s checker sees his own part of the tree and changes nothing', async ({ page }) => {
  await signIn(page, 'sun')
  await page.goto(`${world.url}/admin/orgs`)
  await expect(page.getByRole('treeitem', { name: '赤峰市总工会' })).toBeVisible()
  await expect(page.getByRole('treeitem', { name: '乌海市总工会' })).toHaveCount(0)
  await page.goto(`${world.url}/admin/orgs/150302`)
  await expect(page.getByRole('heading', { name: '沿革' })).toBeVisible()
  await expect(page.getByRole('button', { name: '改名' })).toHaveCount(0)
  await page.goto(`${world.url}/admin/orgs/150303`)
  await expect(page.getByRole('heading', { name: '您没有查看这里的权限' })).toBeVisible()
  await accessible(page, 'no right to a union')
})

test('a programme gets its next version, with the decision beside what changed', async ({ page }) => {
  await signIn(page, 'li')
  await page.goto(`${world.url}/admin/programmes`)
  await expect(page.getByRole('link', { name: '集中慰问' })).toBeVisible()
  await accessible(page, 'programmes')
  await shot(page, 'programmes')
  await page.getByRole('link', { name: '集中慰问' }).click()
  await expect(page.getByText('大米10公斤 × 1、食用油5升 × 1')).toBeVisible()
  await accessible(page, 'one programme')
  await shot(page, 'programme')
  await page.getByRole('button', { name: '另立一版' }).click()
  await page.getByLabel('自哪一天起有效').fill('2025-01-01')
  await page.getByLabel('每人标准').fill('220')
  await page.getByRole('button', { name: '立第 2 版' }).click()
  await expect(page.getByRole('alert')).toContainText('请填写')
  await page.getByLabel(/依据（会议纪要/).fill('第 3 号纪要')
  await accessible(page, 'next version')
  await shot(page, 'programme-new')
  await page.getByRole('button', { name: '立第 2 版' }).click()
  await expect(page.getByRole('dialog')).toContainText('改了 1 处')
  await page.getByRole('dialog').getByRole('button', { name: '取消' }).click()
  await noDialog(page)
  await expect(page.getByLabel(/依据（会议纪要/)).toHaveValue('第 3 号纪要')
  await page.getByRole('button', { name: '立第 2 版' }).click()
  await page.getByRole('dialog').getByRole('button', { name: '立第 2 版' }).click()
  await expect(page.getByText('220.00 元')).toBeVisible()
})

test('a cycle is drafted in three steps, and what was typed survives a closed window', async ({ page }) => {
  await signIn(page, 'li')
  await page.goto(`${world.url}/admin/cycles`)
  await expect(page.getByRole('link', { name: '2024年环卫工人节慰问' })).toBeVisible()
  await accessible(page, 'cycles')
  await shot(page, 'cycles')
  await page.goto(`${world.url}/admin/cycles/new`)
  await page.getByLabel('集中慰问').check()
  await page.getByLabel('开始日期').fill('2026-10-01')
  await expect(page.getByText('220.00 元')).toBeVisible()
  await accessible(page, 'wizard 1')
  await shot(page, 'wizard-1')
  await page.getByRole('button', { name: '下一步' }).click()
  await page.getByRole('textbox', { name: '活动', exact: true }).fill('2026年环卫工人节慰问')
  await page.getByRole('textbox', { name: '代码', exact: true }).fill('HW 2026')
  await page.getByRole('button', { name: '下一步' }).click()
  await expect(page.getByText('只能用小写字母')).toBeVisible()
  await page.getByRole('textbox', { name: '代码', exact: true }).fill('hw-2026')
  await accessible(page, 'wizard 2')
  await shot(page, 'wizard-2')
  await page.waitForTimeout(400) // a draft is kept a moment after the last key
  await page.reload()
  await expect(page.getByText('已恢复您')).toBeVisible()
  await expect(page.getByRole('textbox', { name: '活动', exact: true })).toHaveValue('2026年环卫工人节慰问')
  await page.getByRole('button', { name: '下一步' }).click()
  await accessible(page, 'wizard 3')
  await shot(page, 'wizard-3')
  await page.getByRole('button', { name: '建立草稿' }).click()
  await expect(page.getByRole('heading', { name: '2026年环卫工人节慰问' })).toBeVisible()
  await expect(page.getByText('由“审核”办理')).toBeVisible()
  await expect(page.getByText('您不能办这一步')).toBeVisible()
})

test('another person checks, a third approves, and each is told what is his', async ({ page }) => {
  await signIn(page, 'zhao')
  await page.goto(`${world.url}/admin/cycles/hw-2026`)
  await page.getByRole('button', { name: '审核通过' }).click()
  await expect(page.getByRole('dialog')).toContainText('2026年环卫工人节慰问')
  await page.getByRole('dialog').getByRole('button', { name: '审核通过' }).click()
  await expect(page.getByText('由“批准”办理')).toBeVisible()
  await expect(page.getByRole('button', { name: '批准', exact: true })).toHaveCount(0)
  await accessible(page, 'one cycle')
  await shot(page, 'cycle')
  await signIn(page, 'qian')
  await page.goto(`${world.url}/admin/cycles/hw-2026`)
  await page.getByRole('button', { name: '批准', exact: true }).click()
  await page.getByRole('dialog').getByRole('button', { name: '批准', exact: true }).click()
  await expect(page.getByRole('main').getByText('钱批准(合成数据)').first()).toBeVisible()
})

test('last year’s is copied with the comparison beside it', async ({ page }) => {
  await signIn(page, 'li')
  await page.goto(`${world.url}/admin/cycles/hw-2024/copy`)
  await expect(page.getByRole('textbox', { name: '代码', exact: true })).toHaveValue('hw-2025')
  await expect(page.getByLabel('开始日期')).toHaveValue('2025-10-01')
  await expect(page.getByRole('row', { name: /标准.*200\.00 元.*220\.00 元.*有变/ })).toBeVisible()
  await accessible(page, 'copying')
  await shot(page, 'copy')
  await page.getByRole('button', { name: '建立草稿 hw-2025' }).click()
  await expect(page.getByRole('heading', { name: '2025年环卫工人节慰问' })).toBeVisible()
  await page.getByRole('button', { name: '与去年对照' }).click()
  await expect(page.getByRole('heading', { name: '与“hw-2024”对照' })).toBeVisible()
  await accessible(page, 'changes')
})

test('a user is added, gets a role with its end, loses it, and is closed to a successor', async ({ page }, info) => {
  const login = `wang${info.project.name}`
  await signIn(page, 'safety')
  await page.goto(`${world.url}/admin/users`)
  await expect(page.getByRole('link', { name: '李经办(合成数据)' })).toBeVisible()
  await accessible(page, 'users')
  await shot(page, 'users')
  await page.getByRole('button', { name: '增加用户' }).click()
  const dialog = page.getByRole('dialog', { name: '增加用户' })
  await dialog.getByLabel('登录名').fill(login)
  await dialog.getByLabel('姓名').fill('王新(合成数据)')
  await dialog.getByRole('button', { name: /所在工会/ }).click()
  await page.getByRole('dialog', { name: '选择工会' }).getByRole('textbox').fill('海南')
  await page.getByRole('dialog', { name: '选择工会' }).getByRole('button', { name: /海南区总工会/ }).click()
  await accessible(page, 'a new user')
  await dialog.getByRole('button', { name: '增加用户' }).click()
  await expect(page.getByRole('heading', { name: '王新(合成数据)' })).toBeVisible()
  await page.getByRole('combobox', { name: '岗位' }).selectOption('accountant')
  await page.getByLabel('期限').fill('2099-12-31')
  await page.getByRole('button', { name: '授予', exact: true }).click()
  await expect(page.getByText('2099年12月31日').first()).toBeVisible()
  await page.getByRole('combobox', { name: '岗位' }).selectOption('cashier')
  await page.getByRole('button', { name: '授予', exact: true }).click()
  await expect(page.getByText('同一工会的会计和出纳不能是同一人').first()).toBeVisible()
  await accessible(page, 'one user')
  await shot(page, 'user')
  await page.getByRole('button', { name: /收回.*会计/ }).click()
  await page.getByRole('dialog').getByRole('button', { name: '收回' }).click()
  await expect(page.getByText('还没有岗位')).toBeVisible()
  await noDialog(page)
  await page.getByRole('button', { name: '停用 王新(合成数据)' }).click()
  await expect(page.getByRole('dialog')).toContainText('0 个岗位')
  await page.getByRole('dialog').getByRole('button', { name: '停用 王新(合成数据)' }).click()
  await expect(page.getByText('已停用').first()).toBeVisible()
})

test('hands are ruled with a decision, and fewer than recommended is shown as that', async ({ page }) => {
  await signIn(page, 'safety')
  await page.goto(`${world.url}/admin/hands`)
  await expect(page.getByText('推荐默认').first()).toBeVisible()
  await chooseUnion(page, /^哪里/, '海南', '海南区总工会')
  await page.getByLabel('从多少钱起').fill('0')
  await page.getByRole('combobox', { name: '几人' }).selectOption('2')
  await page.getByRole('textbox', { name: '依据' }).fill('第 5 号纪要')
  await page.getByRole('button', { name: '作出规定' }).click()
  await expect(page.getByRole('dialog')).toContainText('海南区总工会：0.00 元起 2 人经手')
  await expect(page.getByRole('dialog')).toContainText('会列给经审会')
  await page.getByRole('dialog').getByRole('button', { name: '规定为 2 人' }).click()
  await expect(page.getByText('少于推荐，列给经审会')).toBeVisible()
  await accessible(page, 'hands')
  await shot(page, 'hands')
  await page.goto(`${world.url}/admin/roles`)
  await expect(page.getByRole('heading', { name: '安全管理员' })).toBeVisible()
  await accessible(page, 'roles')
  await shot(page, 'roles')
})

test('who has no right to users is told so, and the menu does not offer them', async ({ page }) => {
  await signIn(page, 'zhao')
  await page.goto(`${world.url}/admin/cycles`)
  await expect(page.getByRole('link', { name: '用户与岗位' })).toHaveCount(0)
  await page.goto(`${world.url}/admin/users`)
  await expect(page.getByRole('heading', { name: '您没有查看这里的权限' })).toBeVisible()
})
