/* 200 % zoom: a desk of 1440 × 900 is then 720 × 450 CSS pixels. On every screen of the menu nothing scrolls sideways but a table,
 * and whatever can be pressed or filled in can be brought into sight, where nothing covers it. */
import { World, expect, openMenu, settled, shot, signIn, test } from './world'
import type { Page } from '@playwright/test'

let world: World
test.beforeAll(async () => {
  world = World.demo()
  await world.serve('--demo')
})
test.afterAll(() => world.end())

/* What of the page cannot be reached: it lies beside the window, or under something. */
async function unreachable(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const found: string[] = []
    const name = (e: Element) => `${e.tagName.toLowerCase()} ${(e.getAttribute('aria-label') ?? e.textContent ?? '').trim().slice(0, 30)}`
    /* A table may scroll in its own box, and is then scrolled. What skips the menu is there for the keyboard alone. */
    const controls = document.querySelectorAll<HTMLElement>('a[href]:not(.skip), button, input:not([type=hidden]), select, textarea, summary')
    let looked = 0
    for (const e of controls) {
      if (!e.checkVisibility({ checkOpacity: true, checkVisibilityCSS: true }) || e.closest('[aria-hidden=true], [inert]')) continue
      if (++looked > 150) break // the rows of a list are alike
      e.scrollIntoView({ block: 'center', inline: 'nearest' })
      const box = e.getBoundingClientRect()
      if (box.width < 2 || box.height < 2) continue // for those who listen: shown when it has the focus
      const x = box.left + Math.min(box.width / 2, 40)
      const y = box.top + box.height / 2
      if (x < 0 || x > innerWidth || y < 0 || y > innerHeight) {
        found.push(`${name(e)}: outside, at ${Math.round(x)},${Math.round(y)}`)
        continue
      }
      const hit = document.elementFromPoint(x, y)
      const own = hit && (e.contains(hit) || hit.contains(e) || hit.closest('label')?.contains(e) || (e.id !== '' && hit.closest('label')?.htmlFor === e.id))
      if (!own) found.push(`${name(e)}: under ${hit ? name(hit) : 'nothing'}`)
    }
    return found
  })
}

for (const login of ['r-maker', 'r-auditor', 'w-keeper', 'admin'])
  test(`at 200 % the screens of ${login} are whole`, async ({ page }) => {
    test.skip(test.info().project.name === 'phone', 'a phone has its own sizes')
    test.setTimeout(600_000)
    await signIn(page, world, login)
    await page.setViewportSize({ width: 720, height: 450 })
    await openMenu(page)
    const links = await page.getByRole('navigation', { name: '菜单' }).getByRole('link').all()
    const paths = await Promise.all(links.map(async (l) => (await l.getAttribute('href')) ?? ''))
    expect(await unreachable(page), 'the menu').toEqual([])
    for (const path of paths) {
      await page.goto(world.url + path)
      await settled(page)
      expect(await page.evaluate(() => document.documentElement.scrollWidth), `${path} is wider than its window`).toBeLessThanOrEqual(720)
      expect(await unreachable(page), path).toEqual([])
      await shot(page, `zoom-${login}${path.replaceAll('/', '-')}`)
    }
  })
