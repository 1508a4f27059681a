/* People of a world who sign in: a password from the command line, the second factor enrolled where it is asked for. */
import { execFileSync } from 'node:child_process'
import type { Page } from '@playwright/test'
import { expect, totp, type World } from './world'

const program = process.env.SONGNUAN ?? 'build/songnuan'
const PASSWORD = '合成数据-四个不相干的词-7' // synthetic
const OWN = '合成数据-自己换的四个词-8' // synthetic
const secrets = new Map<string, string>() // of authenticators, by world and login
const passwords = new Map<string, string>()

/* As the user himself, so that it need not be changed at once. */
export function password(world: World, login: string): void {
  execFileSync(program, ['user', 'password', login, '--as', login, ...world.where], { input: PASSWORD + '\n', stdio: ['pipe', 'ignore', 'inherit'] })
}

/* Signs in, with whatever the program asks for on the way: a password of one's own, the second factor. */
export async function enter(page: Page, world: World, login: string): Promise<void> {
  const name = world.dir + login
  const own = passwords.get(name) ?? PASSWORD
  await page.goto(`${world.url}/admin/sign-in`)
  await page.getByLabel('用户名').fill(login)
  await page.locator('input[type=password]').fill(own)
  await page.getByRole('button', { name: '登录', exact: true }).click()
  const heading = page.getByRole('heading', { level: 1 }).first()
  for (let asked = '登录'; ; ) {
    await expect(heading).not.toHaveText(asked)
    asked = await heading.innerText()
    if (asked === '设置新密码') {
      await page.getByLabel('当前密码').fill(own)
      await page.getByLabel('新密码', { exact: false }).first().fill(OWN)
      await page.getByLabel('再输一次新密码').fill(OWN)
      await page.getByRole('button', { name: '换成新密码' }).click()
      passwords.set(name, OWN)
    } else if (asked === '绑定验证器') {
      const secret = await page.locator('code').innerText()
      secrets.set(name, secret)
      await page.getByLabel('验证器上的 6 位数字').fill(await totp(secret))
      await page.getByRole('button', { name: '完成绑定' }).click()
      await page.getByRole('button', { name: '我已抄好' }).click()
    } else if (asked === '第二步验证') {
      // A code counts once: the next one is taken where this half minute's was.
      await page.getByLabel('验证码或备用码').fill(await totp(secrets.get(name) ?? '', Date.now() + 30_000))
      await page.getByRole('button', { name: '验证', exact: true }).click()
    } else {
      break
    }
  }
  await expect(page.getByRole('button', { name: '退出登录' })).toBeVisible()
}
