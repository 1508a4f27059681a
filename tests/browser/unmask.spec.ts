/* A whole number: asked for with a purpose and a fresh second factor, shown with who sees it, hidden again, on record. Everybody
 * in it is synthetic (合成数据). */
import { World, accessible, expect, noDialog, shot, signIn, test } from './world'
import type { Page } from '@playwright/test'

test.describe.configure({ mode: 'serial', timeout: 400_000 })

let world: World
test.beforeAll(async () => {
  world = World.demo()
  await world.serve('--demo')
})
test.afterAll(() => world.end())

async function openPerson(page: Page): Promise<void> {
  await page.goto(`${world.url}/admin/people`)
  await page.locator('.list-link').first().click()
  await expect(page.getByRole('heading', { name: '历次领取' })).toBeVisible()
}
async function say(page: Page): Promise<void> {
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('事由').selectOption('complaint')
  await dialog.getByLabel('依据').fill('来访登记 2024-17')
  await dialog.getByRole('button', { name: '记录并显示' }).click()
}

test('who has no second factor is led to take one, and sees nothing', async ({ page }) => {
  await signIn(page, world, 'r-maker')
  await openPerson(page)
  await page.getByRole('button', { name: '看完整身份证号' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('button', { name: '记录并显示' }).click()
  await expect(dialog.getByText('请写明依据')).toBeVisible()
  await accessible(page, 'whole number, asked')
  await shot(page, 'whole-asked')
  await say(page)
  await expect(dialog.getByRole('link', { name: '去设置二次验证' })).toBeVisible()
  await accessible(page, 'whole number, no factor')
  expect(await page.locator('body').innerText()).not.toMatch(/\d{6} \d{8} \d{3}[\dX]/)
})

test('a checker has no button for cards', async ({ page }) => {
  await signIn(page, world, 'r-checker')
  await openPerson(page)
  await expect(page.getByRole('button', { name: /看完整银行卡号/ })).toHaveCount(0)
})

test('a checker sees it with his name on it, and it is hidden again after a minute', async ({ page }) => {
  await page.clock.install()
  await signIn(page, world, 'r-checker')
  await openPerson(page)
  await page.getByRole('button', { name: '看完整身份证号' }).click()
  await say(page)
  const value = page.locator('.whole-value')
  await expect(value).toHaveText(/^\d{6} \d{8} \d{3}[\dX]$/)
  await expect(page.locator('.whole')).toContainText('r-checker')
  await accessible(page, 'whole number, shown')
  await page.clock.runFor(61_000)
  await expect(value).toHaveCount(0)
  await noDialog(page)
  expect(await page.locator('body').innerText()).not.toMatch(/\d{6} \d{8} \d{3}[\dX]/)
})

test('an auditor finds who looked, at which number and what for', async ({ page }) => {
  await signIn(page, world, 'r-auditor')
  await openPerson(page)
  await page.getByRole('button', { name: '查看', exact: true }).click()
  await expect(page.getByText('看完整证件号').first()).toBeVisible()
  await expect(page.getByText('来访登记 2024-17').first()).toBeVisible()
  await accessible(page, 'who looked')
})
