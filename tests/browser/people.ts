/* People of a world who sign in: a password from the command line, the second factor enrolled where it is asked for. */
import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { expect, totp, type World } from './world'

const program = process.env.SONGNUAN ?? 'build/songnuan'
const PASSWORD = '合成数据-四个不相干的词-7' // synthetic
const secrets = new Map<string, string>()

/* By whoever may run the program beside its keys. */
export function password(world: World, login: string): void {
  const data = join(world.dir, 'data')
  execFileSync(program, ['user', 'password', login, '--data', data], { input: PASSWORD + '\n', stdio: ['pipe', 'ignore', 'inherit'] })
}

/* Signs in, with whatever the program asks for on the way to the desk. */
export async function enter(page: Page, world: World, login: string): Promise<void> {
  await page.goto(`${world.url}/admin/sign-in`)
  await page.getByLabel('用户名').fill(login)
  await page.locator('input[type=password]').fill(PASSWORD)
  await page.getByRole('button', { name: '登录', exact: true }).click()
  const name = world.dir + login
  const heading = page.getByRole('heading', { level: 1 })
  await expect(heading).not.toHaveText('登录')
  if ((await heading.first().innerText()) === '绑定验证器') {
    const secret = await page.locator('code').innerText()
    secrets.set(name, secret)
    await page.getByLabel('验证器上的 6 位数字').fill(await totp(secret))
    await page.getByRole('button', { name: '完成绑定' }).click()
    await page.getByRole('button', { name: '我已抄好' }).click()
  } else if ((await heading.first().innerText()) === '第二步验证') {
    await page.getByLabel('验证码或备用码').fill(await totp(secrets.get(name) ?? ''))
    await page.getByRole('button', { name: '验证', exact: true }).click()
  }
  await expect(page.getByRole('button', { name: '退出登录' })).toBeVisible()
}
