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
  'GET /session': () => session ?? { status: 401, title: '请先登录', code: 'no_session', demo: true },
  'POST /session': (q, body) => {
    if (body.password === 'wrong') return { status: 401, code: 'bad_login', title: '用户名或密码不对，请核对后再试' }
    return (session = {
      user: { login: body.login, name: '包海燕（演示）', org: '150700' }, permissions: all, csrf: 'x', demo: true,
      grants: [{ role: 'maker', org: '150700', org_name: '呼伦贝尔市总工会', until: null }],
      second_factor: body.login === 'enrol' ? 'enrol' : body.login === 'factor' ? 'needed' : 'done',
      must_change_password: body.login === 'fresh',
    })
  },
  'POST /session/totp': () => ({ secret: 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP', uri: 'otpauth://totp/%E9%80%81%E6%9A%96:wang.min?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=%E9%80%81%E6%9A%96' }),
  'POST /session/second-factor': (q, body) => {
    if (body.code !== '123456') return { status: 400, code: 'bad_code', title: '验证码不对', field: 'code' }
    session.second_factor = 'done'
    return { ...session, paper_codes: ['4F7K-2M9Q', '8D3X-6PWT', 'K2RN-9HJC', 'V5TB-3GYE'] }
  },
  'POST /session/password': () => ((session.must_change_password = false), {}),
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
