/* Receipts, from the voucher to whoever checks one: the page is the real one, its files the real server's; each thing that is changed
 * turns it red. People are the demo's, synthetic. */
import { createHash } from 'node:crypto'
import { copyFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Page } from '@playwright/test'
import { enter, password } from './people'
import { World, accessible, expect, shot, test } from './world'

test.describe.configure({ mode: 'serial' })

const NAME = '王英'
const ID = '15030219550101000X' // synthetic: the first of the demo's roster
let world: World
let key = ''
let short = ''
let full = ''
let record = ''
let index = 0

test.beforeAll(async () => {
  world = World.demo()
  const hash = createHash('sha256').update('songnuan-delivery/v1\nhw-2024\n150300-E01-000001\n').digest()
  hash[6] = (hash[6] & 0x0f) | 0x80
  hash[8] = (hash[8] & 0x3f) | 0x80
  record = hash.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*/, '$1-$2-$3-$4-$5')
  key = world.run('log', 'key', '--origin', 'songnuan.care.example.cn/tlog/150000').trim()
  world.run('log', 'sign')
  const shown = JSON.parse(world.run('receipt', 'show', record, '--as', 'r-maker', '--format', 'json'))
  short = shown.receipts[0].short
  full = shown.receipts[0].full
  index = shown.receipts[0].index
  world.run('log', 'export', join(world.dir, 'public'))
  password(world, 'r-maker')
  await world.serve()
})
test.afterAll(() => world.end())

const fragment = (address: string): string => address.slice(address.indexOf('#'))
/* One bit of what stands behind the #. */
function bent(address: string, at: number): string {
  const bytes = Buffer.from(fragment(address).slice(1), 'base64url')
  bytes[at] ^= 1
  return '#' + bytes.toString('base64url')
}

async function check(page: Page, address: string, given: { name?: string; id?: string; key?: string } = {}): Promise<void> {
  await page.goto('about:blank')
  await page.goto(address)
  await ask(page, given)
}
/* On the page that stands there, with what stands behind another address's #. */
async function ask(page: Page, given: { receipt?: string; name?: string; id?: string; key?: string }): Promise<void> {
  if (given.receipt !== undefined) await page.getByLabel('收据', { exact: true }).fill(given.receipt)
  await page.getByLabel('姓名').fill(given.name ?? NAME)
  await page.getByLabel('身份证号').fill(given.id ?? ID)
  await page.getByLabel('存证公钥').fill(given.key ?? key)
  await page.getByRole('button', { name: '核对' }).click()
  await expect(page.locator('#verdict')).toHaveAttribute('data-state', /./)
}
const verdict = (page: Page) => page.locator('#verdict')
const step = (page: Page, name: string) => page.locator(`[data-step=${name}]`)
test.use({ locale: 'zh-CN' })

test('a short receipt is accepted, by the address on the paper', async ({ page }) => {
  await check(page, world.url + '/r' + fragment(short))
  expect(page.url()).toBe(world.url + '/tlog/150000/verify.html') // what stood behind the # is gone from the address bar
  await expect(verdict(page)).toHaveAttribute('data-state', 'good')
  for (const name of ['form', 'signature', 'entry', 'proof', 'person']) await expect(step(page, name)).toHaveAttribute('data-state', 'good')
  await expect(page.locator('#record')).toContainText('2024-10-24')
  await accessible(page, 'verify')
  await shot(page, 'verify')
  await page.setViewportSize({ width: 320, height: 640 })
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320)
  await page.getByRole('button', { name: 'English' }).click()
  await expect(verdict(page)).toContainText('All of it holds')
  await accessible(page, 'verify in English at 320 px')
})

test('a full receipt is accepted on the site and from a saved page, without a request', async ({ page, browser }) => {
  const asked: string[] = []
  page.on('request', (r) => asked.push(r.url()))
  await check(page, world.url + '/verify.html' + fragment(full))
  await expect(verdict(page)).toHaveAttribute('data-state', 'good')
  expect(asked.filter((url) => /checkpoint|\/tile\//.test(url))).toEqual([])
  const saved = join(world.dir, 'saved.html')
  copyFileSync(join(world.dir, 'public', 'verify.html'), saved)
  const own = await browser.newPage({ locale: 'zh-CN', offline: true })
  await check(own, pathToFileURL(saved) + fragment(full))
  await expect(verdict(own)).toHaveAttribute('data-state', 'good')
  await check(own, pathToFileURL(saved) + fragment(short)) // which needs the log
  await expect(verdict(own)).toHaveAttribute('data-state', 'open')
  await own.getByLabel('存证文件夹').setInputFiles(join(world.dir, 'public'))
  await own.getByRole('button', { name: '核对' }).click()
  await expect(verdict(own)).toHaveAttribute('data-state', 'good')
  await own.close()
})

test('what was not checked is never green', async ({ page }) => {
  await check(page, world.url + '/r' + fragment(short), { key: '' })
  await expect(verdict(page)).toHaveAttribute('data-state', 'open')
  await expect(step(page, 'signature')).toHaveAttribute('data-state', 'open')
  await check(page, world.url + '/r' + fragment(short), { name: '', id: '' })
  await expect(verdict(page)).toHaveAttribute('data-state', 'open')
  await expect(step(page, 'person')).toHaveAttribute('data-state', 'open')
})

test('another person, key, seed or index is red', async ({ page }) => {
  const wrong: [string, string, string, Parameters<typeof check>[2]?][] = [
    ['name', fragment(short), 'person', { name: '王莹' }],
    ['number', fragment(short), 'person', { id: '150302195501010021' }],
    ['no number', fragment(short), 'person', { id: '' }],
    ['seed', bent(short, 12), 'person'],
    ['index', bent(short, 6), 'person'],
    ['key', fragment(short), 'signature', { key: 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW' }],
    ['index of a full one', bent(full, 10), 'proof'],
    ['size of a full one', bent(full, 16), 'proof'],
    ['salt of a full one', bent(full, 20), 'person'],
    ['hash of a full one', bent(full, 60), 'proof'],
    ['record of a full one', bent(full, Buffer.from(fragment(full).slice(1), 'base64url').length - 60), 'proof'],
    ['nothing', '#abc', 'form'],
  ]
  await check(page, world.url + '/r' + fragment(short))
  for (const [what, receipt, where, given] of wrong) {
    await ask(page, { receipt, ...given })
    await expect(verdict(page), what).toHaveAttribute('data-state', 'bad')
    await expect(step(page, where), what).toHaveAttribute('data-state', 'bad')
  }
  await shot(page, 'verify-red')
})

test('a changed checkpoint, entry or tile is red', async ({ page }) => {
  const files: [RegExp, number, string][] = [
    [/\/checkpoint$/, 50, 'signature'],
    [/\/tile\/entries\//, 60, 'entry'],
    [/\/tile\/0\//, 32 * (index % 256), 'entry'],
    [/\/tile\/0\//, 32 * ((index + 1) % 256), 'proof'],
    [/\/tile\/1\//, 0, 'proof'],
  ]
  for (const [path, at, where] of files) {
    await page.route(path, async (route) => {
      const answer = await route.fetch()
      const body = await answer.body()
      for (let i = at; i < body.length; i += path.source.includes('entries') ? 100 : body.length) body[i] ^= 1
      await route.fulfill({ response: answer, body })
    })
    await check(page, world.url + '/r' + fragment(short))
    await expect(verdict(page), String(path)).toHaveAttribute('data-state', 'bad')
    await expect(step(page, where), String(path)).toHaveAttribute('data-state', 'bad')
    await page.unroute(path)
  }
})

test('the voucher leads to the receipt, which a camera could read', async ({ page }) => {
  await enter(page, world, 'r-maker')
  await page.goto(`${world.url}/admin/deliveries/${record}`)
  await page.getByRole('link', { name: '存证收据' }).click()
  await expect(page.getByRole('heading', { name: '存证收据', level: 1 })).toBeVisible()
  await expect(page.getByRole('img', { name: '短收据：扫码核对（需要网络）' })).toBeVisible()
  await accessible(page, 'delivery receipt')
  await page.getByRole('button', { name: '显示完整收据' }).click()
  await expect(page.getByRole('img', { name: '完整收据：自带证明（不需要网络）' })).toBeVisible()
  await shot(page, 'delivery-receipt')
  const download = page.waitForEvent('download')
  await page.getByRole('button', { name: '保存证明文件' }).click()
  expect((await download).suggestedFilename()).toBe(`receipt-${index}.tlog-proof`)
})
