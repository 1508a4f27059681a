/* Progress, who has not had theirs, the register, the report and cases, on the demo's 2024 case. Everybody in it is synthetic. */
import { World, accessible, expect, shot, test } from './world'
import { enter, password } from './people'
import type { Page } from '@playwright/test'

test.describe.configure({ mode: 'serial' })

let world: World
test.beforeAll(async () => {
  world = new World()
  world.run('demo')
  for (const login of ['r-maker', 'r-checker', 'f-150802']) password(world, login)
  await world.serve()
})
test.afterAll(() => world.end())

async function open(page: Page, login: string, path: string, heading: string): Promise<void> {
  await enter(page, world, login)
  await page.goto(`${world.url}/admin/${path}`)
  await expect(page.getByRole('heading', { name: heading, level: 1 })).toBeVisible()
}

test('progress shows the region, goes down to a county and back', async ({ page }) => {
  await open(page, 'r-maker', 'progress?cycle=hw-2024', '发放进度')
  await expect(page.getByRole('heading', { name: '内蒙古自治区总工会', level: 2 })).toBeVisible()
  await accessible(page, 'progress')
  await shot(page, 'progress')
  await page.getByRole('button', { name: '乌海市总工会' }).click()
  await expect(page.getByRole('heading', { name: '乌海市总工会', level: 2 })).toBeVisible()
  await page.getByRole('navigation', { name: '回到上一级' }).getByRole('button').click()
  await expect(page.getByRole('heading', { name: '内蒙古自治区总工会', level: 2 })).toBeVisible()
})

test('who has not had theirs, what distributors hold, and the list of rights', async ({ page }) => {
  await open(page, 'r-maker', 'progress/missing?cycle=hw-2024', '谁还没领到')
  await expect(page.getByRole('button', { name: /复制提醒/ }).first()).toBeVisible()
  await accessible(page, 'missing')
  await shot(page, 'missing')
  await page.getByRole('link', { name: '发放人手里' }).click()
  await expect(page.getByRole('heading', { name: '发放人手里', level: 1 })).toBeVisible()
  await accessible(page, 'custody')
  await shot(page, 'custody')
  await page.getByRole('link', { name: '应领名单' }).click()
  await expect(page.getByRole('heading', { name: '应领名单', level: 1 })).toBeVisible()
  await expect(page.getByRole('link', { name: /\*\*/ }).first()).toBeVisible()
  await accessible(page, 'rights')
  await shot(page, 'rights')
})

test('recording by list and by file', async ({ page }) => {
  await open(page, 'r-maker', 'progress/record?cycle=hw-2024', '登记发放')
  await expect(page.getByLabel('出自')).toBeVisible()
  await accessible(page, 'record')
  await shot(page, 'record')
  await page.getByLabel('上传发放表').check()
  await page.getByLabel('发放表（CSV 或 xlsx）').setInputFiles({ name: '一班.csv', mimeType: 'text/csv', buffer: Buffer.from('delivery_id,id_number,item,quantity,level,at\n1,150302196001010,kit:2024-hw,1,C,2024-10-26\n') })
  await page.getByRole('button', { name: '上传并登记' }).click()
  await expect(page.getByText('退回 1')).toBeVisible()
  await accessible(page, 'record by file')
  await shot(page, 'record-file')
})

test('the register opens a voucher', async ({ page }) => {
  await open(page, 'r-maker', 'deliveries?cycle=hw-2024', '发放明细')
  await accessible(page, 'register')
  await shot(page, 'register')
  await page.locator('.list-link').first().click()
  await expect(page.getByRole('heading', { name: '发放凭证', level: 1 })).toBeVisible()
  await expect(page.getByText('账上的转移')).toBeVisible()
  await expect(page.getByRole('button', { name: '红字更正' })).toHaveCount(0) // a maker does not take back
  await accessible(page, 'voucher')
  await shot(page, 'voucher')
})

test('the report says how exact its figures are and opens to the rows that were reported', async ({ page }) => {
  await open(page, 'r-maker', 'report?cycle=hw-2024', '统计报表')
  await expect(page.getByText('近47,000').first()).toBeVisible()
  await expect(page.getByText('需要核对').first()).toBeVisible()
  await accessible(page, 'report')
  await shot(page, 'report')
  await page.getByRole('link', { name: '数字来源' }).first().click()
  await expect(page.getByRole('heading', { name: '数字来源', level: 1 })).toBeVisible()
  await accessible(page, 'report rows')
  await shot(page, 'report-rows')
})

test('cases, for who may close them', async ({ page }) => {
  await open(page, 'r-checker', 'cases?cycle=hw-2024&state=all', '事项')
  await accessible(page, 'cases')
  await shot(page, 'cases')
})

test('a distributor sees progress and may record, and no report', async ({ page }) => {
  await open(page, 'f-150802', 'progress?cycle=hw-2024', '发放进度')
  await expect(page.getByRole('link', { name: '统计报表' })).toHaveCount(0)
  await page.goto(`${world.url}/admin/report`)
  await expect(page.getByText('您没有查看这里的权限')).toBeVisible()
  await accessible(page, 'no right')
  await shot(page, 'no-right')
})

test('in English, and reflowed at 320 px', async ({ page }) => {
  await open(page, 'r-maker', 'progress?cycle=hw-2024', '发放进度')
  await page.getByRole('button', { name: 'English' }).click()
  await expect(page.getByRole('heading', { name: 'Progress', level: 1 })).toBeVisible()
  await page.setViewportSize({ width: 320, height: 700 })
  for (const path of ['progress', 'progress/missing', 'progress/rights', 'progress/record', 'deliveries', 'report', 'cases']) {
    await page.goto(`${world.url}/admin/${path}?cycle=hw-2024`)
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
    await accessible(page, `${path} at 320 px in English`)
  }
})
