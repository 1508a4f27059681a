/* Papers of goods, budget, partners and umbrella actions on the demo's 2024 case. Everybody in it is synthetic. */
import { World, accessible, expect, noDialog, settled, shot, signIn, test } from './world'
import type { Page } from '@playwright/test'

test.describe.configure({ mode: 'serial', timeout: 300_000 })

let world: World
test.beforeAll(async () => {
  world = World.demo()
  // Something in the league's stock: flasks that somebody gave.
  const given = world.run(
    'donation', 'goods', '--org', '150300', '--cycle', 'hw-2024', '--anonymous', '--purpose', 'condolence', '--items', 'flask=12@600',
    '--basis', '发票', '--words', '合成数据', '--as', 'w-maker',
  )
  const id = /[0-9a-f]{8}-[0-9a-f-]{27}/.exec(given)![0]
  world.run('document', 'sign', id, '--hand', 'approver', '--as', 'w-approver')
  world.run('document', 'accept', id, '--as', 'w-keeper')
  await world.serve('--demo')
})
test.afterAll(() => world.end())

async function open(page: Page, login: string, path: string): Promise<void> {
  await page.context().clearCookies() // whoever was signed in here is not any more
  await page.goto(`${world.url}/admin/sign-in`)
  await signIn(page, world, login)
  await page.goto(`${world.url}/admin/${path}`)
  await settled(page)
}

test('goods are issued: what is on hand stands beside, more than there is is refused at its field', async ({ page }) => {
  await open(page, 'w-keeper', 'papers/new/issue?cycle=hw-2024')
  await page.getByLabel('领用人').selectOption('f-150302')
  await page.getByRole('group', { name: '第 1 行' }).getByLabel('物品').selectOption({ label: '保温杯（12）' })
  await expect(page.getByText('可用 12 件')).toBeVisible()
  await page.getByRole('group', { name: '第 1 行' }).getByLabel('数量').fill('13')
  await page.getByRole('button', { name: '提交', exact: true }).click()
  await expect(page.getByText('超过可用数').first()).toBeVisible()
  await accessible(page, 'issue, refused at its field')
  await page.getByRole('group', { name: '第 1 行' }).getByLabel('数量').fill('5')
  await page.waitForTimeout(600) // the draft is kept within 300 ms
  await page.reload()
  await expect(page.getByRole('group', { name: '第 1 行' }).getByLabel('数量')).toHaveValue('5')
  await shot(page, 'paper-issue')
  await page.getByRole('button', { name: '提交', exact: true }).click()
  await expect(page.getByRole('heading', { name: /^领用/, level: 1 })).toBeVisible()
  await expect(page.getByText('待办理').first()).toBeVisible()
})

test('a distributor accepts, holds, and gives back what he holds himself', async ({ page }) => {
  await open(page, 'f-150302', 'approvals')
  await page.getByRole('link', { name: '领用' }).click()
  await page.getByRole('button', { name: '签收' }).click()
  await expect(page.getByText('已完成').first()).toBeVisible()
  await page.goto(`${world.url}/admin/papers/new/giveback?cycle=hw-2024`)
  await settled(page)
  await expect(page.getByRole('navigation', { name: '拟哪种单据' }).getByRole('link', { name: '组装' })).toHaveCount(0)
  await page.getByRole('group', { name: '第 1 行' }).getByLabel('物品').selectOption({ label: '保温杯（5）' })
  await page.getByRole('group', { name: '第 1 行' }).getByLabel('数量').fill('2')
  await accessible(page, 'giving back')
  await page.getByRole('button', { name: '提交', exact: true }).click()
  await expect(page.getByRole('heading', { name: /^交回/, level: 1 })).toBeVisible()
})

test('a loss names what and how many before it is handed in; a count says what differs', async ({ page }) => {
  await open(page, 'w-keeper', 'papers/new/loss?cycle=hw-2024')
  await page.getByRole('group', { name: '第 1 行' }).getByLabel('物品').selectOption({ label: '保温杯（7）' })
  await page.getByRole('group', { name: '第 1 行' }).getByLabel('数量').fill('1')
  await page.getByRole('button', { name: '提交', exact: true }).click()
  await expect(page.getByText('请写明原因').first()).toBeVisible()
  await page.getByLabel('原因').fill('合成数据：运输中打碎')
  await page.getByRole('button', { name: '提交', exact: true }).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog.getByText('保温杯')).toBeVisible()
  await expect(dialog.getByText('1 行，共 1 件')).toBeVisible()
  await accessible(page, 'loss, asked')
  await dialog.getByRole('button', { name: '取消' }).click()
  await noDialog(page)
  await page.goto(`${world.url}/admin/papers/new/count?cycle=hw-2024`)
  await settled(page)
  await page.getByLabel('保温杯 实点').fill('6')
  await page.getByRole('button', { name: '报盘点' }).click()
  await expect(page.getByText('短少的已拟核销单，等待批准')).toBeVisible()
  await accessible(page, 'a count that differs')
  await shot(page, 'paper-count')
})

test('papers are listed with their kinds', async ({ page }) => {
  await open(page, 'w-keeper', 'papers')
  await expect(page.getByRole('link', { name: '核销' }).first()).toBeVisible()
  await accessible(page, 'papers')
  await shot(page, 'papers')
})

test('a budget line is entered, refused with a reason, entered again and approved by another', async ({ page }) => {
  test.setTimeout(600_000)
  const enterLine = async (yuan: string) => {
    await page.goto(`${world.url}/admin/budgets/new?cycle=hw-2024&kind=add`)
    await settled(page)
    await page.getByLabel('科目代码').fill('synthetic')
    await page.getByLabel('用于').fill('合成数据：慰问品')
    await page.getByLabel('资金来源').selectOption('OWN')
    await page.getByLabel('预算（元）').fill(yuan)
    await page.getByLabel('经办', { exact: true }).check()
    await page.getByRole('button', { name: '提交批准' }).click()
    await expect(page.getByRole('heading', { name: /^预算编列/, level: 1 })).toBeVisible()
  }
  await open(page, 'r-maker', 'budgets?cycle=hw-2024')
  await enterLine('100000')
  await accessible(page, 'budget entry, its maker')
  await open(page, 'r-approver', 'approvals')
  await page.getByRole('link', { name: '预算 synthetic' }).click()
  await expect(page.getByText('没有这一科目')).toBeVisible()
  await page.getByRole('button', { name: '退回' }).click()
  await page.getByRole('dialog').getByRole('textbox').fill('合成数据：金额与纪要不符')
  await page.getByRole('dialog').getByRole('button', { name: '退回' }).click()
  await noDialog(page)
  await expect(page.getByText('合成数据：金额与纪要不符')).toBeVisible()
  await open(page, 'r-maker', 'budgets?cycle=hw-2024')
  await enterLine('90000')
  await open(page, 'r-approver', 'approvals')
  await page.getByRole('link', { name: '预算 synthetic' }).click()
  await page.getByRole('button', { name: '批准', exact: true }).click()
  await expect(page.getByText('已批准').first()).toBeVisible()
  await page.goto(`${world.url}/admin/budgets?cycle=hw-2024`)
  await settled(page)
  await expect(page.getByText('90,000.00').first()).toBeVisible()
  await accessible(page, 'budget')
  await shot(page, 'budget')
  await page.getByRole('link', { name: /synthetic/ }).first().click()
  await expect(page.getByText('还没有单据用过这一科目')).toBeVisible()
  await accessible(page, 'a budget line')
  await page.goto(`${world.url}/admin/approvals?box=done`)
  await expect(page.getByRole('link', { name: '预算 synthetic' }).first()).toBeVisible()
})

test('a partner is registered, takes a role in a cycle and loses it', async ({ page }) => {
  await open(page, 'r-maker', 'partners/new')
  await page.getByLabel('名称').fill('合成数据协作单位')
  await page.getByRole('textbox', { name: /^代码/ }).fill('synthetic-partner')
  await page.getByLabel('类型').selectOption('company')
  await accessible(page, 'partner, new')
  await page.getByRole('button', { name: '登记合作单位' }).click()
  await expect(page.getByRole('heading', { name: '合成数据协作单位', level: 1 })).toBeVisible()
  await accessible(page, 'partner')
  await shot(page, 'partner')
  await page.goto(`${world.url}/admin/cycles/hw-2024`)
  await settled(page)
  const card = page.getByRole('region', { name: '合作单位与分工' })
  await card.getByLabel('分工').selectOption('co-builder')
  await card.getByLabel('合作单位').selectOption('synthetic-partner')
  await card.getByRole('button', { name: '登记分工' }).click()
  await expect(card.getByRole('link', { name: '合成数据协作单位' })).toBeVisible()
  await accessible(page, 'a cycle with its partners')
  await card.getByRole('button', { name: '撤去 合成数据协作单位 的分工' }).click()
  await page.getByRole('dialog').getByRole('button', { name: '撤去' }).click()
  await noDialog(page)
  await expect(card.getByRole('link', { name: '合成数据协作单位' })).toHaveCount(0)
})

test('an action says what was promised and what is there', async ({ page }) => {
  await open(page, 'r-maker', 'actions')
  await accessible(page, 'actions')
  await page.locator('.list-link').first().click()
  await expect(page.getByRole('heading', { name: '目标与进度' })).toBeVisible()
  await accessible(page, 'an action')
  await shot(page, 'action')
})
