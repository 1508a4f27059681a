/* A security key as the second factor, from its adding to its removal: the browser's own virtual key, the real program. */
import type { CDPSession, Page } from '@playwright/test'
import { DEMO_PASSWORD, World, accessible, expect, noDialog, shot, test } from './world'

test.describe.configure({ mode: 'serial' })

let world: World

test.beforeAll(async () => {
  world = World.demo()
  await world.serve('--demo')
})
test.afterAll(() => world.end())

interface Device {
  cdp: CDPSession
  id: string
}
/* A key on this page: it is plugged in, and touched whenever it is asked; `finger`: it knows its user. */
async function plugIn(page: Page, credentials: unknown[] = [], finger = true): Promise<Device> {
  const cdp = await page.context().newCDPSession(page)
  await cdp.send('WebAuthn.enable')
  const { authenticatorId: id } = await cdp.send('WebAuthn.addVirtualAuthenticator', {
    options: { protocol: 'ctap2', transport: 'usb', hasResidentKey: false, hasUserVerification: true, isUserVerified: finger, automaticPresenceSimulation: true },
  })
  for (const credential of credentials) await cdp.send('WebAuthn.addCredential', { authenticatorId: id, credential } as never)
  return { cdp, id }
}
async function held(device: Device): Promise<unknown[]> {
  return (await device.cdp.send('WebAuthn.getCredentials', { authenticatorId: device.id })).credentials
}
async function password(page: Page, login: string): Promise<void> {
  await page.goto(`${world.url}/admin/sign-in`)
  await page.getByLabel('用户名').fill(login)
  await page.locator('input[type=password]').fill(DEMO_PASSWORD)
  await page.getByRole('button', { name: '登录', exact: true }).click()
}
const key = (page: Page) => page.getByRole('button', { name: '用密钥验证' })

let kept: unknown[] = [] // what is on the key between the tests, each of which has a browser of its own

test('a checker takes a security key as her second factor', async ({ page }) => {
  const device = await plugIn(page)
  await password(page, 'w-checker')
  await expect(page.getByRole('heading', { name: '绑定验证器' })).toBeVisible()
  await page.getByLabel('安全密钥、指纹或面容').check()
  await expect(page.getByRole('heading', { name: '添加安全密钥' })).toBeVisible()
  await accessible(page, 'adding a key')
  await shot(page, 'key-adding')
  await page.getByLabel('给它起个名字').fill('')
  await page.getByRole('button', { name: '添加密钥' }).click()
  await expect(page.getByText('请给密钥起个名字')).toBeVisible()
  await page.getByLabel('给它起个名字').fill('蓝色密钥')
  await page.getByRole('button', { name: '添加密钥' }).click()
  await expect(page.getByRole('heading', { name: '请抄下或打印纸质备用码' })).toBeVisible()
  await page.getByRole('button', { name: '我已抄好' }).click()
  await expect(page.getByRole('heading', { name: '工作台' })).toBeVisible()
  kept = await held(device)
  expect(kept).toHaveLength(1)
})

test('she signs in with it and gives it another name', async ({ page }) => {
  const device = await plugIn(page, kept)
  await password(page, 'w-checker')
  await expect(page.getByRole('heading', { name: '第二步验证' })).toBeVisible()
  await expect(key(page)).toBeVisible()
  await expect(page.getByLabel('验证码或备用码')).toBeVisible()
  await accessible(page, 'second step with a key')
  await shot(page, 'key-second-step')
  await key(page).click()
  await expect(page.getByRole('button', { name: '退出登录' })).toBeVisible()

  await page.goto(`${world.url}/admin/me`)
  await expect(page.getByText('蓝色密钥')).toBeVisible()
  await accessible(page, 'keys of the account')
  await page.getByRole('button', { name: '改名：蓝色密钥' }).click()
  await page.getByLabel('给它起个名字').fill('办公室的密钥')
  await page.getByRole('button', { name: '保存名字' }).click()
  await expect(page.getByText('办公室的密钥')).toBeVisible()
  kept = await held(device) // it has counted on
})

test('she adds another one, and removes the first', async ({ page }) => {
  let device = await plugIn(page, kept)
  await password(page, 'w-checker')
  await key(page).click()
  await expect(page.getByRole('button', { name: '退出登录' })).toBeVisible()
  await page.goto(`${world.url}/admin/me`)
  await page.getByRole('button', { name: '添加安全密钥' }).click()
  await page.getByRole('button', { name: '添加密钥' }).click()
  await expect(page.getByText('这把密钥已经添加过了')).toBeVisible()
  await accessible(page, 'a key twice')
  await device.cdp.send('WebAuthn.removeVirtualAuthenticator', { authenticatorId: device.id })
  device = await plugIn(page)
  await page.getByLabel('给它起个名字').fill('备用密钥')
  await page.getByRole('button', { name: '添加密钥' }).click()
  await expect(page.getByText('备用密钥', { exact: true })).toBeVisible()
  await shot(page, 'key-account')
  kept = await held(device)

  await page.getByRole('button', { name: '移除：办公室的密钥' }).click()
  await page.getByRole('dialog').getByRole('button', { name: '移除这把密钥' }).click()
  await noDialog(page)
  await expect(page.getByRole('button', { name: '移除：办公室的密钥' })).toHaveCount(0)
  await expect(page.getByText('备用密钥', { exact: true })).toBeVisible()
})

test('without her finger it opens nothing, and a code still does', async ({ page }) => {
  const device = await plugIn(page, kept, false)
  await password(page, 'w-checker')
  await key(page).click()
  await expect(page.getByText('没有完成：已取消、超时')).toBeVisible()
  await accessible(page, 'a key that does not know her')
  await device.cdp.send('WebAuthn.setUserVerified', { authenticatorId: device.id, isUserVerified: true })
  await key(page).click()
  await expect(page.getByRole('button', { name: '退出登录' })).toBeVisible()
})

test('a browser that knows no keys says so, and asks for a code', async ({ page }) => {
  await page.addInitScript(() => Reflect.deleteProperty(window, 'PublicKeyCredential'))
  await password(page, 'w-checker')
  await expect(page.getByText('这个浏览器不支持安全密钥')).toBeVisible()
  await expect(key(page)).toHaveCount(0)
  await expect(page.getByLabel('验证码或备用码')).toBeVisible()
  await accessible(page, 'no keys in this browser')
})

test('at another address of the same server it says where keys work', async ({ page }) => {
  await page.goto(world.url.replace('localhost', '127.0.0.1') + '/admin/sign-in')
  await page.getByLabel('用户名').fill('w-checker')
  await page.locator('input[type=password]').fill(DEMO_PASSWORD)
  await page.getByRole('button', { name: '登录', exact: true }).click()
  await expect(page.getByText(`安全密钥只能在 ${world.url} 使用`)).toBeVisible()
})
