/* syntax.mjs DIST: does the oldest browser that the console is made for (vite.config.ts: Chrome 109) understand every file? Scripts are
 * parsed as ECMAScript 2022, which is what it knows, opening.js as ECMAScript 3; what came later to its library and its style sheets is
 * looked for by name. */
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'acorn'

/* Chrome 110 and later. The language's own newer methods are refused by the types already (tsconfig.json: ES2022). */
const LATER_CALLS = /\.(withResolvers|fromAsync)\(|AbortSignal\.any\(|URL\.(canParse|parse)\(/
/* Nesting 112, color-mix() 111, @scope 118, @starting-style 117, light-dark() 123, relative colours 119, text-wrap is harmless. */
const LATER_STYLE = /color-mix\(|light-dark\(|@scope\b|@starting-style\b|(?:rgb|hsl|lch|oklch|lab|oklab)\(from |[{;]\s*&/

const dist = process.argv[2]
let failed = 0
let files = 0
function check(path, version, sourceType) {
  const text = readFileSync(join(dist, path), 'utf8')
  files++
  try {
    if (path.endsWith('.js')) parse(text, { ecmaVersion: version, sourceType })
    const later = (path.endsWith('.js') ? LATER_CALLS : LATER_STYLE).exec(text)
    if (later) throw new Error(`${later[0]} at ${later.index}: ${text.slice(Math.max(0, later.index - 60), later.index + 60)}`)
  } catch (e) {
    failed++
    console.log(`${path}: ${e.message}`)
  }
}
for (const name of readdirSync(join(dist, 'assets'))) if (/\.(js|css)$/.test(name)) check('assets/' + name, 2022, 'module')
check('opening.js', 3, 'script')
check('opening.css', 3, 'script')
console.log(`${files} files, ${failed} that Chrome 109 does not understand`)
process.exit(failed ? 1 : 0)
