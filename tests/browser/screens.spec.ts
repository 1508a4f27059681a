/* Every screen that a role's menu offers, as it stands on the demo's data: it loads, axe finds nothing, nothing scrolls
 * sideways, also at 320 px and in English. A new screen is in here as soon as it is in the menu. */
import { World, accessible, expect, openMenu, settled, shot, signIn, test } from './world'

let world: World
test.beforeAll(async () => {
  world = World.demo()
  await world.serve('--demo')
})
test.afterAll(() => world.end())

for (const login of ['r-maker', 'r-checker', 'r-auditor', 'w-keeper', 'admin'])
  test(`the screens of ${login}`, async ({ page }) => {
    test.setTimeout(600_000)
    await signIn(page, world, login)
    await openMenu(page)
    await accessible(page, `${login}, menu`)
    const links = await page.getByRole('navigation', { name: '菜单' }).getByRole('link').all()
    const screens = await Promise.all(links.map(async (l) => ({ name: (await l.innerText()).trim(), path: (await l.getAttribute('href')) ?? '' })))
    expect(screens.map((s) => s.name)).toContain('工作台')
    for (const { name, path } of screens) {
      await page.goto(world.url + path)
      await settled(page)
      await accessible(page, `${login}, ${name}`)
      await shot(page, `${login}${path.replaceAll('/', '-')}`)
      expect(await page.getByRole('alert').allInnerTexts(), `${login}, ${name}`).toEqual([])
      if ((page.viewportSize()?.width ?? 0) > 400) continue
      await page.setViewportSize({ width: 320, height: 640 })
      expect(await page.evaluate(() => document.documentElement.scrollWidth), `${name} at 320 px`).toBeLessThanOrEqual(320)
      await page.setViewportSize({ width: 360, height: 740 })
    }
    await page.getByRole('button', { name: 'English' }).click()
    for (const { path } of screens) {
      await page.goto(world.url + path)
      await expect(page.locator('main h1')).toBeVisible()
      await expect(page.getByText('Loading…')).toHaveCount(0)
      await expect(page.locator('main h1').first(), `${path} in English`).toHaveText(/^[\x20-\x7e’“”·–—]+$/, { useInnerText: true })
    }
  })
