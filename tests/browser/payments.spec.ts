/* What is paid, bought and given, each from its first step to its last, by the people whose step it is: a bank batch with a
 * payment that fails and is paid again, a purchase from the meeting into the stock, a donation from its donor to its receipt.
 * People, cards, suppliers and donors are synthetic. */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, BrowserContext, Page } from '@playwright/test'
import { World, accessible, expect, noDialog, settled, shot, test } from './world'
import { enter, password } from './people'

test.describe.configure({ mode: 'serial' })

const DATA = join(process.env.SONGNUAN_SOURCE ?? join(__dirname, '../..'), 'data')
const ORG = '150303'
const CYCLE = 'pay-2026'
/* ID numbers of nobody, as the unit tests make them; cards begin with 6299, which no bank has. */
const ROSTER = [['合一', '150303196001010012'], ['合丁', '150303196001010020'], ['合七', '150303196001010039']] as const
const LOGINS = ['p-maker', 'p-checker', 'p-approver', 'p-cashier', 'p-accountant', 'p-keeper'] as const
type Login = (typeof LOGINS)[number]

function luhn(body: string): string {
  const sum = [...body].reverse().reduce((n, digit, i) => {
    const d = Number(digit) * (i % 2 === 0 ? 2 : 1)
    return n + (d > 9 ? d - 9 : d)
  }, 0)
  return body + String((10 - (sum % 10)) % 10)
}
const card = (n: number) => luhn(`6299${String(n).padStart(14, '0')}`)

let world: World
const pages = new Map<Login, Page>()
const contexts: BrowserContext[] = []

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
  for (const role of ['maker', 'accountant']) world.run('user', 'grant', `p-${role}`, '--role', role, '--as', 'safety') // rules are everybody's
  world.run('programme', 'load', join(DATA, 'programmes', 'condolence-campaign.json'), '--as', 'p-maker')
  world.run('fund', 'matrix', join(DATA, 'funds', 'matrix.json'), '--as', 'p-accountant')
  for (const n of [1, 2, 3])
    world.run('partner', 'add', `s${n}`, '--name', `供应商${n}（合成数据）`, '--kind', 'company', '--as', 'p-maker')
  world.run('item', 'add', 'coat', '--name', '防寒服', '--unit', 'piece', '--as', 'p-maker')
  world.run('cycle', 'create', CYCLE, '--programme', 'condolence-campaign', '--org', ORG, '--name', '2026年慰问', '--from', '2026-01-01', '--until', '2030-12-31', '--as', 'p-maker')
  const roster = join(world.dir, 'roster.csv')
  writeFileSync(roster, '姓名,身份证号,班组\n' + ROSTER.map(([name, id]) => `${name},${id},一班`).join('\n') + '\n')
  world.run('people', 'import', roster, '--org', ORG, '--category', '环卫工', '--as', 'p-maker')
  for (const [to, who] of [['checked', 'checker'], ['approved', 'approver']] as const) world.run('cycle', 'advance', CYCLE, '--to', to, '--as', `p-${who}`)
  world.run('entitle', '--cycle', CYCLE, '--org', ORG, '--as', 'p-maker')
  world.run('cycle', 'advance', CYCLE, '--to', 'open', '--as', 'p-maker')
  const money = '0192d0e6-7c00-7abc-8def-0000000000c1'
  world.run('fund', 'receive', '--org', ORG, '--cycle', CYCLE, '--source', 'OWN', '--amount', '5000', '--id', money, '--words', '慰问金', '--as', 'p-maker')
  for (const [hand, who] of [['checker', 'checker'], ['approver', 'approver'], ['treasurer', 'cashier']] as const)
    world.run('document', 'sign', money, '--hand', hand, '--as', `p-${who}`)
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
async function confirmed(page: Page, act: string): Promise<void> {
  await page.getByRole('dialog').getByRole('button', { name: act, exact: true }).click()
  await noDialog(page)
}
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true })
/* The same three or four hands sign a paper of money. */
async function signed(browser: Browser, id: string, hands: [Login, string][]): Promise<void> {
  for (const [login, hand] of hands) {
    const page = await of(browser, login, `documents/${id}`)
    await button(page, hand).click()
    await expect(button(page, hand)).toHaveCount(0)
  }
}
async function paperOf(page: Page): Promise<string> {
  await page.waitForURL(/\/documents\//)
  return /documents\/([0-9a-f-]{36})/.exec(page.url())![1]!
}
/* The way in is the inbox, not an address that somebody knows. */
async function inbox(browser: Browser, login: Login, title: RegExp): Promise<Page> {
  const page = await of(browser, login, 'approvals')
  await page.getByRole('main').getByRole('link', { name: title }).first().click()
  await settled(page)
  return page
}

test.beforeAll(async () => {
  test.setTimeout(300_000)
  world = new World()
  prepare()
  await world.serve()
})
test.afterAll(async () => {
  for (const c of contexts) await c.close()
  await world.end()
})

test('cash by the bank: made, signed, exported, returned, and paid again', async ({ browser }) => {
  test.setTimeout(600_000)
  let page = await of(browser, 'p-maker', 'payouts')
  await expect(page.getByText('还没有银行批次')).toBeVisible()
  await accessible(page, 'payouts, none')
  await button(page, '建立批次').click()
  await expect(page.getByText('列不进的 3 人')).toBeVisible()
  await expect(page.getByText('现在没有人可以列入')).toBeVisible()
  for (let n = 1; n <= 3; n++) {
    await page.getByRole('button', { name: /^登记 .* 的卡号$/ }).first().click()
    const dialog = page.getByRole('dialog')
    if (n === 1) {
      await dialog.getByLabel('卡号、存折号').fill('6299000000000000000')
      await dialog.getByRole('button', { name: '登记', exact: true }).click()
      await expect(dialog.getByText(/校验不符/).first()).toBeVisible()
      await accessible(page, 'card dialog, refused')
    }
    await dialog.getByLabel('卡号、存折号').fill(card(n))
    await dialog.getByLabel('开户行').fill('示例银行')
    await dialog.getByRole('button', { name: '登记', exact: true }).click()
    await noDialog(page)
    await expect(page.getByText(`列不进的 ${3 - n} 人`)).toHaveCount(n === 3 ? 0 : 1)
  }
  await expect(page.getByText('没有列不进的人')).toBeVisible()
  await page.getByLabel('用途').selectOption({ index: 1 })
  await page.getByLabel('说明').fill('慰问金（合成数据）')
  await accessible(page, 'payout, new')
  await shot(page, 'payout-new')
  await button(page, '建立批次').click()
  await expect(page.getByRole('dialog')).toContainText('3 人，合计')
  await confirmed(page, '建立批次')
  await expect(page.getByRole('heading', { level: 1, name: /^银行代发 150303-/ })).toBeVisible()
  const number = /payouts\/(\S+)$/.exec(page.url())![1]!
  await expect(button(page, '批准')).toHaveCount(0) // not his own

  for (const [login, hand] of [['p-approver', '批准'], ['p-cashier', '支付']] as const) {
    page = await inbox(browser, login, /^银行批次/)
    await button(page, hand).click()
    await confirmed(page, hand)
    await expect(button(page, hand)).toHaveCount(0)
  }
  await page.getByLabel('文件格式').selectOption('csv')
  await button(page, '生成银行文件').click()
  await confirmed(page, '生成银行文件')
  await expect(page.getByText('待回盘').first()).toBeVisible()
  const waiting = page.waitForEvent('download')
  await button(page, '下载').click()
  const got = await waiting
  expect(got.suggestedFilename()).toBe(`${number}.csv`)
  const file = readFileSync((await got.path())!, 'utf8')
  expect(file).toContain(card(1))
  expect(await page.content()).not.toContain(card(1)) // cards are in the file alone
  await accessible(page, 'payout, exported')
  await shot(page, 'payout-exported')

  page = await inbox(browser, 'p-accountant', /^银行批次/)
  await expect(button(page, '下载')).toHaveCount(0)
  const back = join(world.dir, '回盘.csv')
  writeFileSync(back, `附言,金额,处理状态,失败原因\n${number}-1,200.00,交易成功,\n${number}-2,200.00,交易失败,账户已销户\n${number}-3,200.00,交易成功,\n${number}-9,200.00,交易成功,\n`)
  await page.getByLabel('回盘文件').setInputFiles(back)
  await button(page, '核对').click()
  await expect(page.getByText('核对结果（还没有入账）')).toBeVisible()
  await expect(page.getByText('本批次没有第 9 笔')).toBeVisible()
  await accessible(page, 'payout, return looked at')
  await shot(page, 'payout-return')
  await button(page, '入账').click()
  await expect(page.getByRole('dialog')).toContainText('付讫 2 笔，退回 1 笔')
  await confirmed(page, '入账')
  await expect(page.getByText('已办结').first()).toBeVisible()
  await expect(page.getByText('账户已销户').first()).toBeVisible()

  page = await of(browser, 'p-maker', `payouts/${number}`)
  await page.getByRole('button', { name: /^登记 .* 的卡号$/ }).first().click()
  await page.getByRole('dialog').getByLabel('卡号、存折号').fill(card(50))
  await page.getByRole('dialog').getByRole('button', { name: '登记', exact: true }).click()
  await noDialog(page)
  await expect(page.getByText('卡已更正').first()).toBeVisible()
  await accessible(page, 'payout, done')
  await shot(page, 'payout-done')
  await button(page, '再建一批').click()
  await expect(page.getByText('1 人，合计')).toBeVisible()
  await button(page, '建立批次').click()
  await confirmed(page, '建立批次')
  await expect(page.getByRole('heading', { level: 1, name: /^银行代发 150303-/ })).toBeVisible()
  expect(page.url()).not.toContain(number)
})

test('a purchase: decided, quoted, contracted, counted by two, in the stock, and some of it sent back', async ({ browser }) => {
  test.setTimeout(600_000)
  let page = await of(browser, 'p-maker', `purchases/new?cycle=${CYCLE}`)
  await page.getByLabel('买什么、为什么').fill('防寒服（合成数据）')
  await page.getByLabel('决定的上限').fill('1000')
  await expect(page.getByText('会议决定 → 询价 3 家 → 合同 → 两人验收')).toBeVisible()
  await page.getByLabel('会议纪要文号').fill('纪要（示例）1号')
  await page.getByLabel('到会').fill('三人（示例）')
  await page.waitForTimeout(600) // the draft is kept within 300 ms
  await page.reload()
  await expect(page.getByLabel('买什么、为什么')).toHaveValue('防寒服（合成数据）')
  await accessible(page, 'purchase, new')
  await button(page, '立项').click()
  await expect(page.getByRole('heading', { level: 1, name: '防寒服（合成数据）' })).toBeVisible()
  const id = /purchases\/([0-9a-f-]{36})/.exec(page.url())![1]!
  for (const [n, yuan] of [[1, '900'], [2, '800'], [3, '950']] as const) {
    await page.getByLabel('供应商').selectOption(`s${n}`)
    await page.getByRole('textbox', { name: '报价', exact: false }).last().fill(yuan)
    await button(page, '登记报价').click()
    await expect(page.locator('.timeline').getByText(new RegExp(`供应商${n}`))).toBeVisible()
  }
  await page.getByLabel('供应商').selectOption('s1')
  await page.getByLabel('合同号').fill('合同（示例）1')
  await page.getByRole('combobox', { name: '物品' }).selectOption('coat')
  await page.getByRole('textbox', { name: '件数' }).fill('10')
  await page.getByLabel('第 1 行金额').fill('900')
  await page.getByLabel('第 1 行金额').blur()
  await accessible(page, 'purchase, contract')
  await button(page, '登记合同').click()
  await confirmed(page, '登记合同')
  await expect(page.getByText('不是最低价').or(page.getByText(/最低/)).first()).toBeVisible() // refused without why
  await page.getByLabel('为什么选这家').fill('质量（示例）')
  await button(page, '登记合同').click()
  await confirmed(page, '登记合同')
  await expect(page.getByText('合同（示例）1').first()).toBeVisible()
  await expect(page.getByText('现在不由您办理')).toBeVisible()

  for (const [login, first] of [['p-checker', true], ['p-keeper', false]] as const) {
    page = await inbox(browser, login, /^采购/)
    if (first) await page.getByLabel('验收单号').fill('验收（示例）1')
    else await expect(page.getByLabel('验收单号')).toHaveValue('验收（示例）1')
    await page.getByRole('textbox', { name: '收下件数' }).fill('10')
    await page.getByRole('textbox', { name: '收下件数' }).blur()
    await accessible(page, `purchase, count of ${login}`)
    await button(page, '验收清点').click()
    await expect(page.getByRole('dialog')).toContainText('收下 10 件')
    await confirmed(page, '验收清点')
    await expect(page.getByText(first ? '等第二人' : '验收').first()).toBeVisible()
  }
  await shot(page, 'purchase-accepted')

  page = await inbox(browser, 'p-maker', /^采购/)
  await page.getByLabel('发票号').fill('发票（示例）1')
  await page.getByLabel('资金来源').selectOption('OWN')
  await button(page, '拟入库单').click()
  await signed(browser, await paperOf(page), [['p-approver', '批准'], ['p-cashier', '支付']])
  page = await of(browser, 'p-keeper', `purchases/${id}`)
  await expect(page.getByText('发票、验收、入库、发放对得上')).toBeVisible()
  await button(page, '拟退货单').click()
  await page.getByRole('combobox', { name: '物品' }).selectOption('coat')
  await page.getByRole('textbox', { name: '件数' }).fill('2')
  await page.getByLabel('退货原因').fill('破损（示例）')
  await page.getByRole('button', { name: '拟退货单' }).last().click()
  await signed(browser, await paperOf(page), [['p-approver', '批准']])
  page = await inbox(browser, 'p-maker', /^采购/)
  await expect(page.getByText('红字发票入账').first()).toBeVisible()
  await accessible(page, 'purchase, to be credited')
  await shot(page, 'purchase')
  page = await of(browser, 'p-maker', 'purchases')
  await expect(page.getByText('防寒服（合成数据）').first()).toBeVisible()
  await accessible(page, 'purchases')
})

test('a donation: money with its receipt, goods accepted by two, and what is left goes back', async ({ browser }) => {
  test.setTimeout(600_000)
  let page = await of(browser, 'p-maker', `donations/new?cycle=${CYCLE}`)
  await page.getByLabel('捐赠人类别').selectOption('person')
  await page.getByLabel('姓名').fill('合成丁一')
  await page.getByLabel('指定用途').selectOption({ index: 1 })
  await page.getByLabel('捐款金额').fill('500')
  await accessible(page, 'donation, new')
  await button(page, '提交').click()
  await expect(page.getByRole('heading', { level: 1, name: /^捐赠 合/ })).toBeVisible()
  expect(await page.content()).not.toContain('合成丁一')
  const id = /donations\/([0-9a-f-]{36})/.exec(page.url())![1]!
  await signed(browser, id, [['p-approver', '批准'], ['p-cashier', '支付']])
  page = await of(browser, 'p-accountant', `donations/${id}`)
  await button(page, '开具收据').click()
  await confirmed(page, '开具收据')
  await expect(page.getByText(/^150303-\d{4}-000001$/)).toBeVisible()
  await expect(page.getByText('合成丁一')).toBeVisible() // printed on the receipt alone
  await accessible(page, 'donation, receipt')
  await shot(page, 'donation-receipt')
  await button(page, '作废收据').click()
  await page.getByRole('dialog').getByLabel('理由').fill('抬头写错（示例）')
  await confirmed(page, '作废收据')
  await expect(button(page, '开具收据')).toBeVisible()

  page = await of(browser, 'p-maker', `donations/${id}`)
  await expect(page.getByText(/结余 .*500/)).toBeVisible()
  await page.getByLabel('退回金额').fill('600')
  await button(page, '拟退回单').click()
  await expect(page.getByText('最多退').first()).toBeVisible()
  await page.getByLabel('退回金额').fill('200')
  await button(page, '拟退回单').click()
  await expect(page.getByRole('heading', { level: 1, name: /^退回/ })).toBeVisible()

  page = await of(browser, 'p-maker', `donations/new?cycle=${CYCLE}`)
  await page.getByLabel('捐赠人类别').selectOption('partner')
  await page.getByLabel('捐赠单位').selectOption('s1')
  await page.getByLabel('指定用途').selectOption({ index: 1 })
  await page.getByLabel('捐的是').selectOption('goods')
  await page.getByRole('combobox', { name: '物品' }).selectOption('coat')
  await page.getByRole('textbox', { name: '件数' }).fill('4')
  await page.getByLabel('第 1 行金额').fill('400')
  await button(page, '提交').click()
  await expect(page.getByText('请写明作价依据').first()).toBeVisible()
  await page.getByLabel('作价依据').fill('发票（示例）')
  await button(page, '提交').click()
  await expect(page.getByRole('heading', { level: 1, name: /^捐赠 供应商1/ })).toBeVisible()
  const goods = /donations\/([0-9a-f-]{36})/.exec(page.url())![1]!
  await signed(browser, goods, [['p-approver', '批准'], ['p-keeper', '签收']])
  page = await of(browser, 'p-maker', `donations/${goods}`)
  await expect(page.getByRole('cell', { name: '防寒服' })).toBeVisible()
  await accessible(page, 'donation of goods')
  await shot(page, 'donation-goods')
  page = await of(browser, 'p-maker', 'donations')
  await expect(page.getByText(/供应商1/).first()).toBeVisible()
  await accessible(page, 'donations')
})
