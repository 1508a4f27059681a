/* Closing a month by two people, sending it and a cycle back, the desk's counts beside their lists, and how papers print. All
 * people are synthetic. */
import { join } from 'node:path'
import type { Browser, BrowserContext, Page } from '@playwright/test'
import { World, accessible, expect, noDialog, settled, shot, test } from './world'
import { enter, password } from './people'

test.describe.configure({ mode: 'serial', timeout: 300_000 }) // people sign in one after the other

const DATA = join(process.env.SONGNUAN_SOURCE ?? join(__dirname, '../..'), 'data')
const ORG = '150303'
const CYCLE = 'close-2026'
const DRAFT = '0192d0e6-7c00-7abc-8def-0000000000d2'
const LOGINS = ['k-maker', 'k-checker', 'k-approver', 'k-cashier', 'k-accountant'] as const
type Login = (typeof LOGINS)[number]
const NOW = new Date()
/* The month before last: it is over, and so is the one behind it. */
const month = new Date(Date.UTC(NOW.getUTCFullYear(), NOW.getUTCMonth() - 2, 1))
const PERIOD = month.getUTCFullYear() * 100 + month.getUTCMonth() + 1
const NAMED = `${month.getUTCFullYear()}年${month.getUTCMonth() + 1}月`
const day = (n: number) => `${month.toISOString().slice(0, 8)}${String(n).padStart(2, '0')}`

let world: World
const pages = new Map<Login, Page>()
const contexts: BrowserContext[] = []

function receive(id: string, yuan: string, on: string): void {
  world.run('fund', 'receive', '--org', ORG, '--cycle', CYCLE, '--source', 'OWN', '--amount', yuan, '--day', on, '--id', id, '--words', '慰问金', '--as', 'k-maker')
}
function signed(id: string): void {
  for (const [hand, who] of [['checker', 'checker'], ['approver', 'approver'], ['treasurer', 'cashier']] as const)
    world.run('document', 'sign', id, '--hand', hand, '--as', `k-${who}`)
}
function prepare(): void {
  world.run('init')
  world.run('org', 'import', join(DATA, 'orgs', '150000.csv'), '--as', 'admin')
  world.run('user', 'add', 'safety', '--name', '安全管理员（合成数据）', '--as', 'admin')
  world.run('user', 'grant', 'safety', '--role', 'security', '--as', 'admin')
  for (const login of LOGINS) {
    world.run('user', 'add', login, '--name', `${login}（合成数据）`, '--org', ORG, '--as', 'safety')
    world.run('user', 'grant', login, '--role', login.slice(2), '--org', ORG, '--as', 'safety')
    password(world, login)
  }
  for (const role of ['maker', 'accountant']) world.run('user', 'grant', `k-${role}`, '--role', role, '--as', 'safety')
  world.run('programme', 'load', join(DATA, 'programmes', 'condolence-campaign.json'), '--as', 'k-maker')
  world.run('fund', 'matrix', join(DATA, 'funds', 'matrix.json'), '--as', 'k-accountant')
  world.run('cycle', 'create', CYCLE, '--programme', 'condolence-campaign', '--org', ORG, '--name', '2026年慰问', '--from', '2026-01-01', '--until', '2030-12-31', '--as', 'k-maker')
  for (const [to, who] of [['checked', 'checker'], ['approved', 'approver'], ['open', 'maker']] as const) world.run('cycle', 'advance', CYCLE, '--to', to, '--as', `k-${who}`)
  receive('0192d0e6-7c00-7abc-8def-0000000000d1', '5000', day(10))
  signed('0192d0e6-7c00-7abc-8def-0000000000d1')
  receive(DRAFT, '1300', day(20))
}
/* Each stays signed in, in a browser of his own. */
async function of(browser: Browser, login: Login, path: string): Promise<Page> {
  let page = pages.get(login)
  if (!page) {
    const viewport = test.info().project.use.viewport ?? { width: 1440, height: 900 }
    const context = await browser.newContext({ viewport, locale: 'zh-CN', timezoneId: 'Asia/Shanghai', reducedMotion: 'reduce', acceptDownloads: true })
    contexts.push(context)
    page = await context.newPage()
    await enter(page, world, login)
    pages.set(login, page)
  }
  await page.goto(`${world.url}/admin/${path}`)
  await settled(page)
  return page
}
/* The command line writes while no server does; whoever is signed in stays so. */
async function offline(work: () => void): Promise<void> {
  await world.stop()
  world.said = ''
  work()
  await world.serve()
}
async function confirmed(page: Page, act: string): Promise<void> {
  await page.getByRole('dialog').getByRole('button', { name: act, exact: true }).click()
  await noDialog(page)
}
async function reason(page: Page, act: string, words: string): Promise<void> {
  await page.getByRole('dialog').getByRole('textbox').fill(words)
  await confirmed(page, act)
}
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true })

test.beforeAll(async () => {
  test.setTimeout(600_000)
  world = new World()
  prepare()
  await world.serve()
})
test.afterAll(async () => {
  for (const context of contexts) await context.close()
  await world.end()
})

test('what stands in the way of a month is named, and settled where it is', async ({ browser }) => {
  const page = await of(browser, 'k-accountant', 'closings')
  await expect(page.getByText('结账之前还要办完 1 件')).toBeVisible()
  await expect(page.getByText('各月结完以后，才结年度。')).toBeVisible()
  await accessible(page, 'closings')
  await shot(page, 'closings')
  await page.goto(`${world.url}/admin/closings/${ORG}/${PERIOD}`)
  await settled(page)
  await expect(button(page, '结账')).toHaveCount(0) // not while something stands in the way
  await page.getByRole('link', { name: /慰问金 还没有办完（已填单）/ }).click()
  await expect(page.getByRole('heading', { name: '收入 慰问金', level: 1 })).toBeVisible()
  await offline(() => signed(DRAFT))
})

test('the accountant closes the month', async ({ browser }) => {
  const page = await of(browser, 'k-accountant', `closings/${ORG}/${PERIOD}`)
  await expect(page.getByText('没有要先办的，可以结账。')).toBeVisible()
  await accessible(page, 'a closing')
  await button(page, '结账').click()
  await accessible(page, 'a closing, asked')
  await confirmed(page, '结账')
  await expect(page.getByText('待确认').first()).toBeVisible()
  await expect(button(page, '确认结账')).toHaveCount(0)
  await expect(page.getByText(/现在不由您办理/)).toBeVisible()
})

test('the approver finds it on his desk, sends it back with a reason', async ({ browser }) => {
  const page = await of(browser, 'k-approver', '')
  await page.getByRole('region', { name: /等我办/ }).getByRole('link', { name: '结账', exact: true }).click()
  await settled(page)
  await page.getByRole('link', { name: new RegExp(`结账 ${PERIOD}`) }).click()
  await settled(page)
  await expect(page.getByRole('heading', { name: new RegExp(`${NAMED} 结账`), level: 1 })).toBeVisible()
  await button(page, '退回').click()
  await expect(page.getByRole('dialog').getByRole('button', { name: '退回', exact: true })).toBeVisible()
  await reason(page, '退回', '十日的到账金额请核对银行回单')
  await expect(page.getByText('已退回').first()).toBeVisible()
  await expect(button(page, '确认结账')).toHaveCount(0)
  await accessible(page, 'a closing that was sent back')
  await shot(page, 'closing-sent-back')
})

test('the accountant reads why, closes anew, the approver confirms, and it stays', async ({ browser }) => {
  const accountant = await of(browser, 'k-accountant', 'approvals')
  await expect(accountant.getByText('重新结账')).toBeVisible()
  await accountant.getByRole('link', { name: new RegExp(`结账 ${PERIOD}`) }).click()
  await settled(accountant)
  await expect(accountant.getByText('十日的到账金额请核对银行回单')).toBeVisible()
  await button(accountant, '重新结账').click()
  await confirmed(accountant, '重新结账')
  await expect(accountant.getByText('待确认').first()).toBeVisible()
  const approver = await of(browser, 'k-approver', `closings/${ORG}/${PERIOD}`)
  await expect(approver.getByText('合计与退回时相同')).toBeVisible()
  await button(approver, '确认结账').click()
  await confirmed(approver, '确认结账')
  await expect(approver.getByText('已结账并确认，不再变动。')).toBeVisible()
  await expect(button(approver, '退回')).toHaveCount(0)
  await accessible(approver, 'a confirmed closing')
  await shot(approver, 'closing-confirmed')
  await approver.goto(`${world.url}/admin/closings`)
  await settled(approver)
  await expect(approver.getByRole('link', { name: NAMED, exact: true })).toBeVisible()
})

test('a cycle is sent back, amended, and checked with what was changed', async ({ browser }) => {
  const draft = () => world.run('cycle', 'create', 'close-2027', '--programme', 'condolence-campaign', '--org', ORG, '--name', '2027年慰问', '--from', '2027-01-01', '--until', '2027-03-01', '--as', 'k-maker')
  await offline(draft)
  const checker = await of(browser, 'k-checker', 'cycles/close-2027')
  await button(checker, '退回').click()
  await reason(checker, '退回', '开始日期与会议纪要不符')
  await expect(checker.getByText('已退回').first()).toBeVisible()
  await expect(button(checker, '审核通过')).toHaveCount(0)
  await accessible(checker, 'a cycle that was sent back')
  const maker = await of(browser, 'k-maker', '')
  await expect(maker.getByText('已退回，待重新提交')).toBeVisible()
  await maker.getByRole('link', { name: '2027年慰问' }).click()
  await settled(maker)
  await expect(maker.getByText('开始日期与会议纪要不符').first()).toBeVisible()
  await maker.getByLabel('开始日期').fill('2027-01-08')
  await accessible(maker, 'a cycle to be handed in again')
  await shot(maker, 'cycle-sent-back')
  await button(maker, '重新提交').click()
  await expect(maker.getByText('已重新提交，待审核')).toBeVisible()
  await checker.goto(`${world.url}/admin/cycles/close-2027`)
  await settled(checker)
  await expect(checker.getByText('与退回前的差别')).toBeVisible()
  await expect(checker.getByText(/2027-01-08|1月8日/).first()).toBeVisible()
  await shot(checker, 'cycle-handed-in')
  await button(checker, '审核通过').click()
  await confirmed(checker, '审核通过')
  await expect(checker.getByText('已审核').first()).toBeVisible()
  const approver = await of(browser, 'k-approver', 'cycles/close-2027')
  await expect(button(approver, '退回')).toBeVisible()
  await button(approver, '批准').or(button(approver, '批准活动')).first().click()
  await approver.getByRole('dialog').getByRole('button').last().click()
  await noDialog(approver)
  await expect(button(approver, '退回')).toHaveCount(0) // what is approved is not sent back
})

for (const login of ['k-checker', 'k-approver', 'k-cashier', 'k-accountant', 'k-maker'] as const)
  test(`on the desk of ${login} each count is that of its list`, async ({ browser }) => {
    if (login === 'k-checker') {
      const today = NOW.toISOString().slice(0, 10)
      await offline(() => {
        receive('0192d0e6-7c00-7abc-8def-0000000000d3', '2000', today)
        receive('0192d0e6-7c00-7abc-8def-0000000000d4', '2100', today)
        world.run('document', 'sign', '0192d0e6-7c00-7abc-8def-0000000000d4', '--hand', 'checker', '--as', 'k-checker')
      })
    }
    const page = await of(browser, login, '')
    const waiting = page.getByRole('region', { name: /等我办/ })
    const rows = waiting.getByRole('listitem').filter({ has: page.locator('a[href*="approvals?kind="]') })
    if (login === 'k-checker' || login === 'k-approver') await expect(rows.first()).toBeVisible() // all() waits for nothing
    const links = await rows.all()
    const said = await Promise.all(links.map(async (row) => ({ href: (await row.getByRole('link').getAttribute('href')) ?? '', count: Number(/(\d+) 件/.exec(await row.innerText())?.[1]) })))
    await accessible(page, `desk of ${login}`)
    await shot(page, `desk-${login}`)
    for (const { href, count } of said) {
      await page.goto(world.url + href)
      await settled(page)
      await expect(page.getByText(`共 ${count} 行`).first().or(page.locator('.list tbody tr').nth(count - 1))).toBeVisible()
      expect(await page.locator('.list tbody tr:not(.list-space)').count(), href).toBe(count)
    }
  })

test('papers print on A4 with head, signatures and the place for the seal, and nothing is cut', async ({ browser }) => {
  const page = await of(browser, 'k-accountant', `closings/${ORG}/${PERIOD}`)
  await page.evaluate(() => (window.print = () => {}))
  await button(page, '打印').click()
  await expect(page.locator('.print-only table.sheet tbody tr').first()).toBeAttached()
  const size = page.viewportSize()!
  for (const path of ['', `documents/${DRAFT}`]) {
    if (path) {
      await page.goto(`${world.url}/admin/${path}`)
      await settled(page)
    }
    await page.emulateMedia({ media: 'print' })
    await page.setViewportSize({ width: 688, height: 980 }) // A4 less its margins, at 96 dots an inch
    for (const gone of ['.menu', '.head', '.page-tools']) await expect(page.locator(gone).first()).toBeHidden()
    await expect(page.locator('.print-org')).toBeVisible()
    await expect(page.getByText('（盖章处）')).toBeVisible()
    await expect(page.getByText('审批人')).toBeVisible()
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(688)
    const cut = await page.evaluate(() => [...document.querySelectorAll('td, th, dd, p')].filter((e) => e.getClientRects().length > 0 && e.scrollWidth > e.clientWidth + 1).map((e) => e.textContent))
    expect(cut).toEqual([])
    if (browser.browserType().name() === 'chromium') await page.pdf({ path: join(process.env.SONGNUAN_BROWSER_OUT ?? world.dir, `print-${path ? 'document' : 'closing'}.pdf`), preferCSSPageSize: true })
    await page.emulateMedia({ media: 'screen' })
    await page.setViewportSize(size)
  }
})
