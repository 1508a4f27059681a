/* pack.mjs DIST: DIST's files as the program embeds them, in DIST/.packed: assets.bin, one file's bytes after the other, each
 * plain, gzip and brotli (left out where they save nothing), and assets_table.c, which says where each begins; tools/build-web.sh
 * writes into it where assets.bin lies. */
import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { extname, join, relative } from 'node:path'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'

const TYPES = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.json': 'application/json',
  '.webmanifest': 'application/manifest+json',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
}
const dist = process.argv[2]
const files = readdirSync(dist, { recursive: true, withFileTypes: true })
  .filter((f) => f.isFile())
  .map((f) => relative(dist, join(f.parentPath ?? f.path, f.name)))
  .filter((name) => !name.startsWith('.'))
  .sort()

const chunks = []
let offset = 0
function lay(bytes) {
  const at = offset
  chunks.push(bytes)
  offset += bytes.length
  return `{asset_bytes + ${at}, ${bytes.length}}`
}
const rows = files.map((name) => {
  const type = TYPES[extname(name)]
  if (!type) throw new Error(`${name}: no type for this kind of file (web/tools/pack.mjs)`)
  const plain = readFileSync(join(dist, name))
  const etag = createHash('sha256').update(plain).digest('hex').slice(0, 16)
  const squeezed = [
    gzipSync(plain, { level: 9 }),
    brotliCompressSync(plain, {
      params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: plain.length },
    }),
  ].map((bytes) => (bytes.length < plain.length * 0.95 ? lay(bytes) : '{0}'))
  const hashed = /^assets\/.+-[\w-]{8}\.\w+$/.test(name)
  return `\t{{"/${name}", ${name.length + 1}}, "${type}", "\\"${etag}\\"", ${hashed}, ${lay(plain)}, ${squeezed.join(', ')}},\n`
})

mkdirSync(join(dist, '.packed'), { recursive: true })
writeFileSync(join(dist, '.packed', 'assets.bin'), Buffer.concat(chunks))
writeFileSync(
  join(dist, '.packed', 'assets_table.c'),
  `/* Made by web/tools/pack.mjs from web/dist; sorted by path. Sources: @MADE_OF@ */
#include "http/assets.h"

/* The assembler takes the bytes in; as C text they would take the compiler minutes. */
__asm__(".section .rodata\\n\\t.balign 16\\nasset_bytes:\\n\\t.incbin \\"@ASSETS_BIN@\\"\\n\\t.text\\n");
extern const unsigned char asset_bytes[];
const struct asset asset_list[] = {
${rows.join('')}};
const size_t asset_count = sizeof asset_list / sizeof asset_list[0];
`,
)
