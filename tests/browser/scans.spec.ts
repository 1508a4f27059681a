/* Pictures and scans on the pages of what they belong to, and the sign-off sheet that is printed, signed and scanned. Everybody in
 * it is synthetic. */
import { mkdtempSync, writeFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { deflateSync } from 'node:zlib'
import { World, accessible, expect, settled, shot, signIn, test } from './world'
import type { Page } from '@playwright/test'

test.describe.configure({ mode: 'serial', timeout: 300_000 })

let world: World
const files = mkdtempSync(join(tmpdir(), 'songnuan-scans-'))

/* A real PNG: grey stripes, as a scan has them. */
function png(width: number, height: number): Buffer {
  const table = Array.from({ length: 256 }, (_, n) => {
    let c = n
    for (let k = 0; k < 8; k++) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1
    return c >>> 0
  })
  const crc = (bytes: Buffer) => (bytes.reduce((c, b) => table[(c ^ b) & 0xff]! ^ (c >>> 8), 0xffffffff) ^ 0xffffffff) >>> 0
  const chunk = (type: string, body: Buffer) => {
    const named = Buffer.concat([Buffer.from(type), body])
    const size = Buffer.alloc(4)
    const sum = Buffer.alloc(4)
    size.writeUInt32BE(body.length)
    sum.writeUInt32BE(crc(named))
    return Buffer.concat([size, named, sum])
  }
  const head = Buffer.alloc(13)
  head.writeUInt32BE(width, 0)
  head.writeUInt32BE(height, 4)
  head[8] = 8 // bits of grey
  const rows = Buffer.alloc(height * (width + 1), 0xee)
  for (let y = 0; y < height; y++) {
    rows[y * (width + 1)] = 0
    if (y % 24 === 0) rows.fill(0x44, y * (width + 1) + 1, (y + 1) * (width + 1))
  }
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
  return Buffer.concat([signature, chunk('IHDR', head), chunk('IDAT', deflateSync(rows)), chunk('IEND', Buffer.alloc(0))])
}
function file(name: string, content: Buffer | string): string {
  const path = join(files, name)
  writeFileSync(path, content)
  return path
}

test.beforeAll(async () => {
  world = World.demo()
  world.run('visit', 'add', '--org', '150302', '--cycle', 'hw-2024', '--site', '清扫现场（合成数据）', '--day', '2024-10-26', '--met', '120', '--met-is', 'about', '--as', 'w-maker')
  await world.serve('--demo')
})
test.afterAll(async () => {
  rmSync(files, { recursive: true })
  await world.end()
})

async function open(page: Page, login: string, path: string): Promise<void> {
  await page.context().clearCookies() // whoever was signed in here is not any more
  await page.goto(`${world.url}/admin/sign-in`)
  await signIn(page, world, login)
  await page.goto(`${world.url}/admin/${path}`)
  await settled(page)
}

test('a scan is added to a visit: what cannot be taken is refused with the reason, then it is listed and shown', async ({ page }) => {
  await open(page, 'w-maker', 'visits?cycle=hw-2024')
  await accessible(page, 'visits')
  await shot(page, 'visits')
  await page.getByRole('region', { name: '走访慰问' }).getByRole('link').first().click()
  const card = page.getByRole('region', { name: '照片和扫描件' })
  await expect(card.getByText('还没有照片或扫描件')).toBeVisible()
  await card.getByText('上传照片或扫描件').click()
  await card.getByRole('button', { name: '上传', exact: true }).click()
  await expect(card.getByText('请先选择文件')).toBeVisible()
  await expect(card.getByText('请选一项')).toBeVisible()
  await accessible(page, 'a scan, nothing chosen')

  const chooser = card.getByLabel(/^文件（/)
  await chooser.setInputFiles(file('空.png', ''))
  await expect(card.getByText('这个文件是空的')).toBeVisible()
  await chooser.setInputFiles(file('大.png', Buffer.alloc(16 * 1024 * 1024 + 1)))
  await expect(card.getByText('超过 16.0 MB')).toBeVisible()
  await chooser.setInputFiles(file('其实不是照片.jpg', '<html>合成数据</html>'))
  await card.getByLabel('没有能认出的人').check()
  await card.getByRole('button', { name: '上传', exact: true }).click()
  await expect(card.getByText('这不是 JPEG、PNG 图片或 PDF 扫描件')).toBeVisible()
  await accessible(page, 'a scan, refused')
  await shot(page, 'scan-refused')

  await chooser.setInputFiles(file('签领表.png', png(620, 877)))
  await card.getByLabel('说明').fill('签领表第 1 页 合成数据')
  await card.getByRole('button', { name: '上传', exact: true }).click()
  await expect(card.getByRole('listitem').filter({ hasText: '签领表第 1 页' })).toBeVisible()
  await expect(card.getByText('无可辨认的人')).toBeVisible()
  await accessible(page, 'a scan, added')
  await shot(page, 'scan-added')

  await card.getByRole('button', { name: '打开：签领表第 1 页 合成数据' }).click()
  const dialog = page.getByRole('dialog')
  const picture = dialog.getByRole('img', { name: '签领表第 1 页 合成数据' })
  await expect(picture).toBeVisible()
  expect(await picture.evaluate((i: HTMLImageElement) => [i.naturalWidth, i.naturalHeight])).toEqual([620, 877])
  await accessible(page, 'a scan, shown')
  await shot(page, 'scan-shown')
})

test('a scan belongs to a voucher, too; another union sees neither it nor the paper', async ({ page }) => {
  await open(page, 'r-accountant', 'papers?cycle=hw-2024')
  await page.getByRole('table').getByRole('link').first().click()
  const card = page.getByRole('region', { name: '照片和扫描件' })
  await card.getByText('上传照片或扫描件').click()
  await card.getByLabel(/^文件（/).setInputFiles(file('发票.pdf', '%PDF-1.7\n% 合成数据\n%%EOF\n'))
  await card.getByLabel('没有能认出的人').check()
  await card.getByRole('button', { name: '上传', exact: true }).click()
  await expect(card.getByRole('listitem').filter({ hasText: 'PDF 扫描件' })).toBeVisible()
  const saving = page.waitForEvent('download')
  await card.getByRole('button', { name: '下载：PDF 扫描件' }).click()
  expect((await saving).suggestedFilename()).toMatch(/^[0-9a-f-]{36}\.pdf$/)
  await accessible(page, 'a voucher with its scan')
  await shot(page, 'scan-voucher')
  const paper = new URL(page.url()).pathname.split('/').at(-1)!
  await open(page, 'b-maker', 'desk')
  const refused = await page.request.get(`${world.url}/api/v1/attachments?for=document&of=${paper}`)
  expect(refused.status()).toBe(403)
})

test('the sign-off sheet: whole names, a page a team, on the trail before it is shown', async ({ page }) => {
  await open(page, 'r-maker', 'progress/sign-sheet?cycle=coat-2024') // 200 coats that nobody has had yet
  await accessible(page, 'sign-off sheet, before')
  await page.getByRole('button', { name: '生成签领表' }).click()
  await expect(page.getByRole('status').filter({ hasText: '页' })).toBeVisible()
  const pages = page.locator('.sign-page')
  const first = pages.first()
  await expect(first.getByRole('columnheader')).toHaveText(['序号', '姓名', '班组', '物品', '数量', '签名', '日期'])
  expect(await first.locator('.sign-name').allInnerTexts()).not.toContainEqual(expect.stringContaining('*'))
  await expect(first.getByText('第 1 页 / 共')).toBeVisible()
  await expect(first.locator('tbody tr').first()).toContainText('定制棉服')
  await accessible(page, 'sign-off sheet, made')
  await shot(page, 'sign-sheet')

  // On paper nothing else of the page is there, and no page of it runs over.
  const count = await pages.count()
  expect(await pages.locator('.sign-name').count()).toBe(200)
  expect(Math.max(...(await pages.evaluateAll((all) => all.map((p) => p.querySelectorAll('.sign-name').length))))).toBe(20)
  await page.emulateMedia({ media: 'print' })
  await expect(page.getByRole('button', { name: '打印' })).toBeHidden()
  await expect(page.locator('main h1')).toBeHidden()
  const paper = await page.pdf({ preferCSSPageSize: true, printBackground: true })
  expect((paper.toString('latin1').match(/\/Type\s*\/Page\b(?!s)/g) ?? []).length).toBe(count)
  writeFileSync(join(process.env.SONGNUAN_BROWSER_OUT ?? tmpdir(), 'sign-sheet.pdf'), paper)
  await page.emulateMedia({ media: null })

  await open(page, 'r-auditor', 'trail')
  const trail = await page.request.get(`${world.url}/api/v1/audit?act=export&kind=sign-sheet`)
  expect((await trail.json()).items).toEqual([expect.objectContaining({ purpose: 'delivery' })])
})
