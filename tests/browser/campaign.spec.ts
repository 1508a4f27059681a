/* The whole campaign in the browser, by four people with four roles: create, check, approve, receive money, allot, import a roster,
 * entitle, open, hand over, watch it live, close, report. On both stores. Everybody is synthetic. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, BrowserContext, Page } from '@playwright/test'
import { World, accessible, expect, shot, stores, test } from './world'
import { enter, password } from './people'

const DATA = join(process.env.SONGNUAN_SOURCE ?? join(__dirname, '../..'), 'data')
const CYCLE = 'hw-2026'
const NAME = '2026年环卫工人节慰问'
/* ID numbers of nobody: people of 合成数据, as the unit tests make them. */
const ROSTER = [
  ['合一', '150303196001010012'], ['合丁', '150303196001010020'], ['合七', '150303196001010039'], ['合上', '150303196001010047'],
] as const

type Role = 'maker' | 'checker' | 'approver' | 'cashier'
const LOGINS: Record<Role, string> = { maker: 'r-maker', checker: 'r-checker', approver: 'r-approver', cashier: 'r-cashier' }

/* Four people, each in a browser of his own, who stay signed in. */
class Team {
  readonly pages = new Map<Role, Page>()
  private readonly contexts: BrowserContext[] = []
  constructor(readonly world: World) {}

  async come(browser: Browser, viewport: { width: number; height: number }): Promise<void> {
    for (const role of Object.keys(LOGINS) as Role[]) {
      const context = await browser.newContext({ viewport, locale: 'zh-CN', timezoneId: 'Asia/Shanghai', reducedMotion: 'reduce' })
      const page = await context.newPage()
      await enter(page, this.world, LOGINS[role])
      this.contexts.push(context)
      this.pages.set(role, page)
    }
  }
  async at(role: Role, path: string): Promise<Page> {
    const page = this.pages.get(role)!
    await page.goto(`${this.world.url}/admin/${path}`)
    await expect(page.getByRole('heading', { level: 1 }).first()).toBeVisible()
    return page
  }
  async go(): Promise<void> {
    for (const c of this.contexts) await c.close()
  }
}

function prepare(world: World): void {
  world.run('init')
  world.run('org', 'import', join(DATA, 'orgs', '150000.csv'), '--as', 'admin')
  world.run('user', 'add', 'safety', '--name', '安全管理员（合成数据）', '--as', 'admin')
  world.run('user', 'grant', 'safety', '--role', 'security', '--as', 'admin')
  const person = (login: string, role: string, ...org: string[]) => {
    world.run('user', 'add', login, '--name', `${login}（合成数据）`, '--org', '150000', '--as', 'safety')
    world.run('user', 'grant', login, '--role', role, ...org, '--as', 'safety')
  }
  for (const [role, login] of Object.entries(LOGINS)) {
    person(login, role, '--org', '150000')
    password(world, login)
  }
  world.run('user', 'grant', LOGINS.maker, '--role', 'maker', '--as', 'safety') // programmes are everybody's
  person('r-accountant', 'accountant')
  world.run('programme', 'load', join(DATA, 'programmes', 'condolence-campaign.json'), '--as', LOGINS.maker)
  world.run('fund', 'matrix', join(DATA, 'funds', 'matrix.json'), '--as', 'r-accountant')
}

/* One click, one question, one answer. */
async function confirmed(page: Page, act: RegExp | string): Promise<void> {
  await page.getByRole('dialog').getByRole('button', { name: act }).click()
}
async function step(team: Team, role: Role, act: string, state: string): Promise<void> {
  const page = await team.at(role, `cycles/${CYCLE}`)
  await page.getByRole('button', { name: act, exact: true }).click()
  await confirmed(page, act)
  await expect(page.getByText(state, { exact: true }).first()).toBeVisible()
}
/* Checker, approver and cashier sign the paper that lies on top of their lists. */
async function signed(team: Team, id: string): Promise<void> {
  for (const [role, hand] of [['checker', '审核'], ['approver', '批准'], ['cashier', '支付']] as const) {
    const page = await team.at(role, `documents/${id}`)
    await page.getByRole('button', { name: hand, exact: true }).click()
    await expect(page.getByRole('button', { name: hand, exact: true })).toHaveCount(0)
  }
}
async function paper(page: Page): Promise<string> {
  await page.waitForURL(/\/documents\//)
  return /documents\/([0-9a-f-]{36})/.exec(page.url())![1]!
}
async function choosePlace(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name: /^当前工会/ }).click()
  await page.getByLabel('输入名称、简称或编码').fill(name)
  await page.getByRole('dialog').getByRole('button', { name: new RegExp(`^${name}`) }).click()
  await expect(page.getByRole('button', { name: `当前工会: ${name}` })).toBeVisible()
}

for (const store of stores)
  test(`a campaign from draft to report by four people, on ${store}`, async ({ browser, viewport }) => {
    test.setTimeout(600_000)
    const world = new World(store)
    const team = new Team(world)
    const size = viewport ?? { width: 1440, height: 900 }
    const picture = (page: Page, name: string) => shot(page, `campaign-${store}-${name}`)
    try {
      prepare(world)
      await world.serve()
      await team.come(browser, size)

      await test.step('the maker drafts the cycle', async () => {
        const page = await team.at('maker', 'cycles/new')
        await page.getByRole('radio').first().check()
        await page.getByRole('button', { name: '下一步' }).click()
        await page.getByRole('textbox', { name: /^代码/ }).fill(CYCLE)
        await page.getByRole('textbox', { name: /^活动/ }).fill(NAME)
        await picture(page, '01-draft')
        await page.getByRole('button', { name: '下一步' }).click()
        await page.getByRole('button', { name: '建立草稿' }).click()
        await expect(page.getByRole('heading', { name: NAME })).toBeVisible()
      })
      await test.step('it is checked and approved by two others', async () => {
        await step(team, 'checker', '审核通过', '已审核')
        await picture(team.pages.get('checker')!, '02-checked')
        await step(team, 'approver', '批准', '已批准')
      })
      await test.step('money comes in and is allotted to a county', async () => {
        const page = await team.at('maker', `receipts?cycle=${CYCLE}`)
        await page.getByLabel('资金来源').selectOption('OWN')
        await page.getByLabel('金额（元）').fill('10000')
        await picture(page, '03-receipt')
        await page.getByRole('button', { name: '提交审批' }).click()
        await signed(team, await paper(page))
        await picture(team.pages.get('cashier')!, '04-signed')
        await team.at('maker', `allotments?cycle=${CYCLE}`)
        await page.getByLabel('本次下拨总额（元）').fill('2000')
        await page.getByLabel('资金来源').selectOption('OWN')
        await page.getByLabel('本次下拨给乌海市总工会（元）').fill('2000')
        await picture(page, '05-allotment')
        await page.getByRole('button', { name: '提交审批' }).click()
        await signed(team, await paper(page))
      })
      await test.step('a roster is imported', async () => {
        const file = join(world.dir, '环卫一队（合成数据）.csv')
        writeFileSync(file, '姓名,身份证号,班组\n' + ROSTER.map(([name, id]) => `${name},${id},一班`).join('\n') + '\n')
        const page = await team.at('maker', 'imports')
        await page.getByRole('button', { name: /^导入到/ }).click()
        await page.getByLabel('输入名称、简称或编码').fill('乌海市总工会')
        await page.getByRole('dialog').getByRole('button', { name: /^乌海市总工会/ }).click()
        await page.getByLabel('名册文件').setInputFiles(file)
        await page.getByLabel('给全体加上的类别').fill('环卫工')
        await page.getByRole('button', { name: '上传并核对' }).click()
        await page.getByRole('button', { name: `导入 ${ROSTER.length} 人` }).click()
        await confirmed(page, /导入/)
        await expect(page.getByText('已导入').first()).toBeVisible()
        await picture(page, '06-roster')
      })
      await test.step('the maker entitles and opens', async () => {
        const page = team.pages.get('maker')!
        await choosePlace(page, '乌海市总工会')
        await team.at('maker', `progress/rights?cycle=${CYCLE}`)
        await page.getByRole('button', { name: '核定名额' }).click()
        await confirmed(page, '核定名额')
        await expect(page.getByText(`新增名额 ${ROSTER.length}`)).toBeVisible()
        await picture(page, '07-entitled')
        await step(team, 'maker', '开启活动', '进行中')
      })
      await test.step('a batch is handed over while the checker watches', async () => {
        const watching = await team.at('checker', `progress?cycle=${CYCLE}`)
        await expect(watching.getByText('实时', { exact: true })).toBeVisible()
        const page = await team.at('maker', `progress/record?cycle=${CYCLE}`)
        await page.getByLabel('出自').selectOption({ label: '工会经费（现金，按标准）' })
        await page.getByLabel('全选已显示的').check()
        await page.getByRole('button', { name: `登记 ${ROSTER.length} 人` }).click()
        await confirmed(page, `登记 ${ROSTER.length} 人`)
        await expect(page.getByText(`已登记 ${ROSTER.length} 人`)).toBeVisible()
        await picture(page, '08-recorded')
        await expect(watching.getByText('100 %').first()).toBeVisible() // it moved by itself
        await accessible(watching, 'progress, live')
        await picture(watching, '09-live')
      })
      await test.step('the register has every hand-over with its proof', async () => {
        const page = await team.at('checker', `deliveries?cycle=${CYCLE}`)
        await expect(page.locator('.list-link')).toHaveCount(ROSTER.length)
        await page.locator('.list-link').first().click()
        await expect(page.getByRole('heading', { name: '发放凭证' })).toBeVisible()
        await picture(page, '10-voucher')
      })
      await test.step('the maker closes, and the report says what was given', async () => {
        const page = team.pages.get('maker')!
        await step(team, 'maker', '结束活动', '已结束')
        await team.at('maker', `report?cycle=${CYCLE}`)
        await expect(page.getByText(String(ROSTER.length), { exact: true }).first()).toBeVisible()
        await accessible(page, 'report at the end')
        await picture(page, '11-report')
      })
    } finally {
      await team.go()
      await world.end()
    }
  })
