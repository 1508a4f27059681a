/* Allotments on the demo's 2024 case. Everybody in it is synthetic. */
import { World, accessible, expect, shot, test } from './world'
import { enter, password } from './people'
import type { Page } from '@playwright/test'

test.describe.configure({ mode: 'serial' })

let world: World
test.beforeAll(async () => {
  world = new World()
  world.run('demo')
  password(world, 'r-maker')
  await world.serve()
})
test.afterAll(() => world.end())

async function open(page: Page, login: string, path: string, heading: string | RegExp): Promise<void> {
  await enter(page, world, login)
  await page.goto(`${world.url}/admin/${path}`)
  await expect(page.getByRole('heading', { name: heading, level: 1 })).toBeVisible()
}
const WORDS = '合成数据：补拨慰问资金'
async function draft(page: Page, yuan: string): Promise<void> {
  await page.getByLabel('本次下拨总额（元）').fill(yuan)
  await page.getByLabel('资金来源').selectOption('OWN')
  await page.getByLabel('说明').fill(WORDS)
  await page.getByLabel(/^本次下拨给.*（元）$/).first().fill(yuan)
}

test('an allotment is not handed in while something is not shared out, and its draft survives', async ({ page }) => {
  await open(page, 'r-maker', 'allotments?cycle=hw-2024', '名额分配与资金下拨')
  await expect(page.getByText('每人标准')).toBeVisible()
  await accessible(page, 'allotments')
  await shot(page, 'allotments')
  await draft(page, '1200')
  await page.getByLabel(/^本次下拨给.*（元）$/).first().fill('1000')
  await expect(page.getByText('未分 200.00 元，不能提交').first()).toBeVisible()
  await page.getByRole('button', { name: '提交审批' }).click()
  await expect(page.getByRole('alert')).toBeVisible()
  await accessible(page, 'allotments, refused here')
  await page.getByLabel(/^本次下拨给.*（元）$/).first().fill('1200')
  await expect(page.getByText('已分完')).toBeVisible()
  await page.waitForTimeout(600) // the draft is kept within 300 ms
  await page.reload()
  await expect(page.getByLabel('本次下拨总额（元）')).toHaveValue('1,200.00')
  await page.getByRole('button', { name: '提交审批' }).click()
  await expect(page.getByRole('heading', { name: /^下拨/, level: 1 })).toBeVisible()
  await expect(page.getByText('这份单据现在不由您办理')).toHaveCount(0) // its maker may cancel it
  await expect(page.getByRole('button', { name: '撤销', exact: true })).toBeVisible()
})
