/* speed.mjs URL [LOGIN PASSWORD]: how soon the console is there on a slow machine and line (CPU ×4, 1.6 Mbit/s down, 150 ms), cold
 * cache, median of 3: the door, and with a login whose roles need no second factor the desk. Printed, never judged: a loaded
 * machine is slow by itself. */
import { chromium } from '@playwright/test'

const [url, login, password] = process.argv.slice(2)
const RUNS = 3
const LINE = { offline: false, latency: 150, downloadThroughput: (1.6e6 / 8), uploadThroughput: (0.75e6 / 8) }

/* Runs in the page: largest contentful paint, and what long tasks take beyond 50 ms each. */
function watch() {
  globalThis.seen = { lcp: 0, fcp: 0, tbt: 0 }
  const each = (type, take) => new PerformanceObserver((list) => list.getEntries().forEach(take)).observe({ type, buffered: true })
  each('largest-contentful-paint', (e) => (globalThis.seen.lcp = e.startTime))
  each('paint', (e) => e.name === 'first-contentful-paint' && (globalThis.seen.fcp = e.startTime))
  each('longtask', (e) => (globalThis.seen.tbt += Math.max(0, e.duration - 50)))
}

async function once(browser, state, path) {
  const context = await browser.newContext({ storageState: state, locale: 'zh-CN' })
  const page = await context.newPage()
  const cdp = await context.newCDPSession(page)
  await cdp.send('Network.enable')
  await cdp.send('Network.emulateNetworkConditions', LINE)
  await cdp.send('Emulation.setCPUThrottlingRate', { rate: 4 })
  let bytes = 0
  let requests = 0
  cdp.on('Network.loadingFinished', (e) => ((bytes += e.encodedDataLength), requests++))
  await page.addInitScript(watch)
  await page.goto(url + path)
  await page.locator('main h1').waitFor()
  await page.waitForTimeout(4000)
  const seen = await page.evaluate(() => globalThis.seen)
  await context.close()
  return { ...seen, kb: bytes / 1000, requests }
}

const median = (list) => list.sort((a, b) => a - b)[Math.floor(list.length / 2)]
async function measure(browser, what, state, path) {
  const runs = []
  for (let i = 0; i < RUNS; i++) runs.push(await once(browser, state, path))
  const m = Object.fromEntries(Object.keys(runs[0]).map((key) => [key, median(runs.map((r) => r[key]))]))
  console.log(`${what}: ${m.kb.toFixed(1)} KB in ${m.requests} requests · FCP ${m.fcp.toFixed(0)} · LCP ${m.lcp.toFixed(0)} · TBT ${m.tbt.toFixed(0)} ms`)
}

const browser = await chromium.launch({ executablePath: '/usr/bin/chromium' })
await measure(browser, 'door', undefined, '/')
if (login) {
  const context = await browser.newContext({ locale: 'zh-CN' })
  const page = await context.newPage()
  await page.goto(url)
  await page.getByLabel('用户名').fill(login)
  await page.locator('input[type=password]').fill(password)
  await page.getByRole('button', { name: '登录', exact: true }).click()
  await page.getByRole('navigation', { name: '菜单' }).waitFor()
  const state = await context.storageState()
  await context.close()
  await measure(browser, 'desk', state, '/admin/')
}
await browser.close()
