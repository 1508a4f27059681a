/* For those who draw screens while their API is not there yet: dist/ and a handful of made-up answers on one port, with the
 * page's policy as the program sends it. Not part of what is shipped, nor of its tests.
 *
 *   node dev/serve.mjs 8090      then http://127.0.0.1:8090/admin/    any login, any password; code 123456
 */
import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { extname, join, normalize } from 'node:path'
import { fileURLToPath } from 'node:url'

const dist = fileURLToPath(new URL('../dist', import.meta.url))
const POLICY = [
  "default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self' blob:", "connect-src 'self'", "font-src 'self'",
  "manifest-src 'self'", "form-action 'self'", "base-uri 'none'", "frame-ancestors 'none'",
].join('; ')
const TYPES = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml', '.json': 'application/json' }

const all = [
  'care.read', 'figures.read', 'roster.read', 'roster.write', 'org.write', 'cycle.make', 'cycle.sign', 'entitle', 'deliver', 'reverse',
  'money.read', 'money.make', 'money.sign', 'export', 'user.write', 'audit.read', 'system',
]
let session = null
const unions = [
  [1, 0, '150000', '内蒙古自治区总工会', 1], [2, 1, '150100', '呼和浩特市总工会', 2], [3, 1, '150200', '包头市总工会', 2],
  [4, 1, '150700', '呼伦贝尔市总工会', 2], [5, 4, '150702', '海拉尔区总工会', 3], [6, 4, '150784', '额尔古纳市总工会', 3],
  [7, 1, '152200', '兴安盟工会', 2],
].map(([no, above, code, name, level], _i, all) => ({
  code, name, level, kind: 'general', up: all.find((u) => u[0] === above)?.[2] ?? '',
  parent: above ? { code: all.find((u) => u[0] === above)[2], name: all.find((u) => u[0] === above)[3] } : null,
  children: all.filter((u) => u[1] === no).length,
}))

const answers = {
  'GET /session': () => session ?? { status: 401, title: '请先登录', code: 'sign_in_first' },
  'GET /setup': () => ({ set_up: true, demo: true }),
  'GET /session/factors': () => ({ required: true, totp_since: '2026-10-01T01:00:00Z', paper_since: null, paper_codes_left: 0 }),
  'GET /sessions': () => ({ items: [
    { id: '1', current: true, started: '2026-11-30T01:00:00Z', used: '2026-11-30T02:00:00Z', second_factor: true, address: '203.0.113.7', agent: 'Chrome 109 · Windows' },
    { id: '2', current: false, started: '2026-11-29T01:00:00Z', used: '2026-11-29T02:00:00Z', second_factor: true, address: '203.0.113.9', agent: '360 · UOS' },
  ], next: null }),
  'GET /workbench': (q) => ({
    org: { code: q.get('org'), name: '呼伦贝尔市总工会' }, day: '2026-11-30',
    waiting: [{ cycle: 'hw-2026', name: '2026年环卫工人节慰问', to: 'checked' }],
    cycles: [
      { cycle: 'hw-2025', name: '2025年环卫工人节慰问（合成数据）', until: '2026-12-31', as_of: '2026-11-30T03:00:00Z', behind: true, rights: 4700, given: 3128, given_fen: 62560000, today: 1204, today_people: 1198, today_fen: 24080000, cases_open: 2, custody_overdue: 1, unallocated_fen: 1240000 },
      { cycle: 'qs-2025', name: '2025年金秋助学', until: null, as_of: '2026-11-30T03:00:01Z', behind: false, rights: 120, given: 0, given_fen: 0, today: 0, today_people: 0, today_fen: 0, cases_open: 0, custody_overdue: 0, unallocated_fen: 0 },
    ],
  }),
  'POST /session': (q, body) => {
    if (body.password === 'wrong') return { status: 401, code: 'bad_login', title: '用户名或密码不对，请核对后再试' }
    return (session = {
      user: { login: body.login, name: '包海燕（演示）', org: { code: '150700', name: '呼伦贝尔市总工会' } }, permissions: all, csrf: 'x', demo: true,
      grants: [{ role: 'maker', org: { code: '150700', name: '呼伦贝尔市总工会' }, until: null }],
      need: { enrol: 'enrol', factor: 'second', fresh: 'password' }[body.login] ?? 'nothing', expires: '2026-11-30T05:00:00Z',
    })
  },
  'POST /session/totp': () => ({ secret: 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP', uri: 'otpauth://totp/%E9%80%81%E6%9A%96:wang.min?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=%E9%80%81%E6%9A%96' }),
  'POST /session/second-factor': (q, body) => {
    if (body.code !== '123456') return { status: 400, code: 'bad_code', title: '验证码不对', field: 'code' }
    session.need = 'nothing'
    return session
  },
  'POST /session/totp/confirm': (q, body) => answers['POST /session/second-factor'](q, body),
  'POST /session/paper-codes': () => ({ codes: ['7Q2K-M4TD-9XPA', '8D3X-6PWT-KK2M', 'K2RN-9HJC-4F7K', 'V5TB-3GYE-2M9Q'] }),
  'POST /session/password': () => ((session.need = 'nothing'), session),
  'DELETE /session': () => ((session = null), undefined),
  'GET /orgs': (q) => ({
    items: q.has('find') ? unions.filter((u) => (u.name + u.code).includes(q.get('find'))) : unions.filter((u) => u.up === (q.get('parent') ?? '')),
    next: null,
  }),
}

createServer(async (request, response) => {
  const url = new URL(request.url, 'http://x')
  const chunks = []
  for await (const chunk of request) chunks.push(chunk)
  response.setHeader('Content-Security-Policy', POLICY)
  if (url.pathname.startsWith('/api/v1')) {
    const body = chunks.length ? JSON.parse(Buffer.concat(chunks)) : {}
    const answer = answers[request.method + ' ' + url.pathname.slice(7)]
    const said = answer ? answer(url.searchParams, body) : { status: 404, code: 'no_such_route', title: '没有这个接口' }
    response.writeHead(said?.status ?? 200, { 'Content-Type': 'application/json' })
    return response.end(said === undefined ? '' : JSON.stringify(said))
  }
  const path = normalize(url.pathname)
  const file = extname(path) ? path : '/admin.html'
  try {
    const bytes = await readFile(join(dist, file))
    response.writeHead(200, { 'Content-Type': TYPES[extname(file)] ?? 'application/octet-stream' })
    response.end(bytes)
  } catch {
    response.writeHead(404).end()
  }
}).listen(Number(process.argv[2] ?? 8090), '127.0.0.1')
