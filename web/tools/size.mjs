/* size.mjs DIST: what a browser loads for a page's first sight, gzip -9, against its budget (frontend.md 0): the page, what it
 * names, and the chunks of its first route. */
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'

const KB = 1000
const BUDGETS = [
  { page: 'admin.html', bytes: 260 * KB, routes: [/^AppLayout-/, /^Desk-/], what: 'console, first route' },
  { page: 'admin.html', bytes: 260 * KB, routes: [/^SignIn-/], what: 'console, sign-in' },
]
const dist = process.argv[2]
const assets = readdirSync(join(dist, 'assets'))
const weigh = (path) => gzipSync(readFileSync(join(dist, path)), { level: 9 }).length

/* What a chunk imports at once, by the names that stand in it. */
function reach(path, seen) {
  if (seen.has(path)) return
  seen.add(path)
  if (!path.endsWith('.js')) return
  const text = readFileSync(join(dist, path), 'utf8')
  for (const found of text.matchAll(/(?:from|import)\s*["']\.\/([\w.-]+\.js)["']/g)) reach('assets/' + found[1], seen)
}

let failed = false
for (const budget of BUDGETS) {
  const seen = new Set([budget.page])
  const html = readFileSync(join(dist, budget.page), 'utf8')
  for (const found of html.matchAll(/(?:src|href)="\/([^"]+)"/g)) reach(found[1], seen)
  for (const route of budget.routes)
    for (const name of assets) if (route.test(name)) reach('assets/' + name, seen)
  // A lazy chunk's style sheets come with it, by the same first name.
  for (const path of [...seen]) {
    const stem = /^assets\/(\w+)-[\w-]{8}\.js$/.exec(path)?.[1]
    for (const name of assets) if (stem && name.startsWith(stem + '-') && name.endsWith('.css')) seen.add('assets/' + name)
  }
  const bytes = [...seen].reduce((sum, path) => sum + weigh(path), 0)
  const over = bytes > budget.bytes
  failed ||= over
  console.log(`${over ? 'TOO HEAVY' : 'ok'} ${budget.what}: ${(bytes / KB).toFixed(1)} of ${budget.bytes / KB} KB gzip, ${seen.size} files`)
}
process.exit(failed ? 1 : 0)
