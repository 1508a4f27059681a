/* The console in a real browser against the real program. tools/run-tests.sh browser
 *   SONGNUAN               the program
 *   SONGNUAN_BROWSER_OUT   where screenshots and traces of failures go; else a temporary directory */
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { defineConfig } from '@playwright/test'

process.env.SONGNUAN_BROWSER_OUT ??= mkdtempSync(join(tmpdir(), 'songnuan-browser-'))

export default defineConfig({
  testDir: '.',
  outputDir: join(process.env.SONGNUAN_BROWSER_OUT, 'results'),
  forbidOnly: true,
  workers: 2, // a page waits for its program, a program for its page
  timeout: 120_000, // a watchdog: ten times what a loaded machine needs
  expect: { timeout: 20_000 },
  reporter: [['list']],
  use: {
    launchOptions: { executablePath: '/usr/bin/chromium', args: ['--font-render-hinting=none'] },
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    contextOptions: { reducedMotion: 'reduce' },
    screenshot: 'only-on-failure',
  },
  projects: [
    { name: 'desk', use: { viewport: { width: 1440, height: 900 } } },
    { name: 'phone', use: { viewport: { width: 360, height: 740 } } },
  ],
})
