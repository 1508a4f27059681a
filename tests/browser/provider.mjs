/* A real OpenID provider of the test's own: npm's oidc-provider on a free port of this machine, people as they name themselves.
 *
 *   start    node provider.mjs; the first line that it prints is its issuer.
 *   control  POST /control with JSON: {redirect} where people are sent back (needed first) · {rotate: true} other keys from now on ·
 *            {next: "forged"} what the next token is made into (TAMPER) · {silent: true} it takes requests and answers none.
 *   people   whoever types a name on its page is that account (合成数据). */
import { createServer } from 'node:http'
import { SignJWT, UnsecuredJWT, exportJWK, generateKeyPair } from 'jose'
import Provider from 'oidc-provider'

const CLIENT = 'songnuan'
const SECRET = 'synthetic secret: / & ü%'.replace('ü', 'u') // what a form must escape
const state = { redirect: '', next: '', silent: false }
let provider = null
let key = null

async function newKey() {
  const { privateKey } = await generateKeyPair('ES256', { extractable: true })
  const kid = `key-${Date.now()}-${Math.random().toString(36).slice(2)}`
  return { private: privateKey, jwk: { ...(await exportJWK(privateKey)), kid, use: 'sig', alg: 'ES256' }, kid }
}
async function build(issuer) {
  key = await newKey()
  provider = new Provider(issuer, {
    clients: [
      {
        client_id: CLIENT,
        client_secret: SECRET,
        redirect_uris: [state.redirect],
        grant_types: ['authorization_code'],
        response_types: ['code'],
        id_token_signed_response_alg: 'ES256',
        token_endpoint_auth_method: 'client_secret_basic',
      },
    ],
    jwks: { keys: [key.jwk] },
    cookies: { keys: ['synthetic'] },
    pkce: { required: () => true },
    features: { devInteractions: { enabled: false } },
    findAccount: (_ctx, id) => ({ accountId: id, claims: () => ({ sub: id }) }),
    interactions: { url: (_ctx, interaction) => `/people/${interaction.uid}` },
    loadExistingGrant: async (ctx) => {
      const grant = new ctx.oidc.provider.Grant({ clientId: ctx.oidc.client.clientId, accountId: ctx.oidc.session.accountId })
      grant.addOIDCScope('openid')
      await grant.save()
      return grant
    },
  })
}

/* What a bad provider, or somebody between, would send. */
const sign = (claims, by = key.private, header = {}) => new SignJWT(claims).setProtectedHeader({ alg: 'ES256', kid: key.kid, ...header }).sign(by)
const TAMPER = {
  forged: async (claims) => sign(claims, (await newKey()).private),
  audience: (claims) => sign({ ...claims, aud: 'somebody-else' }),
  issuer: (claims) => sign({ ...claims, iss: claims.iss + '/' }),
  expired: (claims) => sign({ ...claims, exp: claims.iat - 3600 }),
  nonce: (claims) => sign({ ...claims, nonce: 'of another sign-in' }),
  none: (claims) => new UnsecuredJWT(claims).encode(),
  hs256: (claims) => new SignJWT(claims).setProtectedHeader({ alg: 'HS256', kid: key.kid }).sign(new TextEncoder().encode(JSON.stringify(key.jwk.x))),
  mfa: (claims) => sign({ ...claims, amr: ['pwd', 'mfa'] }),
}
function tampered(res) {
  const end = res.end.bind(res)
  res.end = (body) => {
    const answer = JSON.parse(String(body))
    const how = TAMPER[state.next]
    state.next = ''
    if (!answer.id_token) return end(body)
    const claims = JSON.parse(Buffer.from(answer.id_token.split('.')[1], 'base64url').toString())
    Promise.resolve(how(claims)).then((id_token) => {
      const text = JSON.stringify({ ...answer, id_token })
      res.setHeader('content-length', Buffer.byteLength(text))
      end(text)
    })
    return res
  }
}

const read = async (req) => {
  let text = ''
  for await (const part of req) text += part
  return text
}
async function control(req, res, issuer) {
  const asked = JSON.parse(await read(req))
  Object.assign(state, asked)
  if (asked.redirect || asked.rotate) await build(issuer)
  res.end('{}')
}
/* The whole of its sign-in page. */
async function people(req, res) {
  if (req.method === 'GET') {
    res.setHeader('content-type', 'text/html; charset=utf-8')
    res.end(
      '<!doctype html><html lang="zh-CN"><title>示例统一登录（合成数据）</title><main><h1>示例统一登录</h1>' +
        '<form method="post"><label>账号 <input name="account" required></label><button>进入</button><button name="cancel" value="1" formnovalidate>取消</button></form></main></html>',
    )
    return
  }
  const form = new URLSearchParams(await read(req))
  const result = form.get('cancel') ? { error: 'access_denied' } : { login: { accountId: form.get('account') } }
  await provider.interactionFinished(req, res, result, { mergeWithLastSubmission: false })
}

const server = createServer((req, res) => {
  const issuer = `http://localhost:${server.address().port}`
  const path = req.url.split('?')[0]
  if (path === '/control') return void control(req, res, issuer)
  if (state.silent) return // the line is there, and nothing comes
  if (path.startsWith('/people/')) return void people(req, res)
  if (path === '/token' && state.next) tampered(res)
  provider.callback()(req, res)
})
process.stdin.resume().on('end', () => process.exit()) // whoever started it is gone
server.listen(0, 'localhost', () => console.log(`http://localhost:${server.address().port}`))
