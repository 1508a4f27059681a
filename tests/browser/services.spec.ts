/* 系统 → 统一登录: a sign-in service is added, tested and ended by the system administrator, in the browser alone. */
import { enter, password } from './people'
import { Provider } from './provider'
import { World, accessible, expect, noDialog, shot, test } from './world'

const SECRET = 'synthetic-secret-of-a-service'

test('a service is added, tested and ended, and its secret is never shown again', async ({ page }) => {
  test.setTimeout(400_000)
  const world = new World()
  const provider = await Provider.start()
  try {
    world.run('init')
    password(world, 'admin')
    await world.serve()
    await provider.control({ redirect: `${world.url}/admin/sign-in/return` })
    await enter(page, world, 'admin')
    await page.goto(`${world.url}/admin/services`)
    await expect(page.getByText('还没有统一登录服务')).toBeVisible()
    await accessible(page, 'services, none')
    await page.getByRole('link', { name: '添加统一登录服务' }).click()
    await page.getByRole('button', { name: '添加统一登录服务' }).click()
    await expect(page.getByRole('alert').first()).toContainText('4')
    await accessible(page, 'service, what is missing')
    await page.getByLabel('代码').fill('portal')
    await page.getByLabel('名称').fill('示例政务统一登录')
    await page.getByLabel('服务地址（issuer）').fill(provider.issuer)
    await page.getByLabel('客户端编号（client_id）').fill('songnuan')
    await page.getByLabel('客户端密钥').fill(SECRET)
    await expect(page.getByText('草稿已加密存在本机')).toBeVisible()
    await page.getByText('少用的设置').click()
    await accessible(page, 'service, filled in')
    await shot(page, 'service-new')
    await page.getByRole('button', { name: '添加统一登录服务' }).click()
    await expect(page.getByRole('heading', { name: /示例政务统一登录/ })).toBeVisible()
    await expect(page.getByText('已设密钥')).toBeVisible()
    expect(await page.content()).not.toContain(SECRET)
    await page.getByRole('button', { name: '试连' }).click()
    await expect(page.getByText(/连得上：.*能用的密钥 \d+ 把/)).toBeVisible()
    await accessible(page, 'services, tested')
    await shot(page, 'services')
    provider.end()
    await page.getByRole('button', { name: '试连' }).click()
    await expect(page.getByRole('alert').first()).toBeVisible()
    await accessible(page, 'services, gone')
    await page.getByRole('button', { name: '停用' }).click()
    const dialog = page.getByRole('dialog')
    await expect(dialog.getByText('代码 portal 不能再用')).toBeVisible()
    await dialog.getByRole('button', { name: '停用' }).click()
    await noDialog(page)
    await expect(page.getByText('还没有统一登录服务')).toBeVisible()
  } finally {
    provider.end()
    await world.end()
  }
})
