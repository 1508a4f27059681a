#!/usr/bin/python3
# Sign-in services by command: added, listed, asked for what they publish, removed; the secret is nowhere to be read. The provider
# here only publishes; signing in itself is tests/browser/oidc.spec.ts.
import json, os, subprocess, sys, tempfile, threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
sys.dont_write_bytecode = True
from api import PROGRAM, done, ok

SECRET = 'synthetic-secret-4711'
KEYS = {'keys': [{'kty': 'EC', 'crv': 'P-256', 'kid': 'a',  # RFC 7515, A.3
                  'x': 'f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU', 'y': 'x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0'}]}
published = {}


class Publishing(BaseHTTPRequestHandler):
    def do_GET(self):
        body, status = published.get(self.path, (b'', 404))
        self.send_response(status)
        if status == 302:
            self.send_header('Location', '/moved')
        self.send_header('Content-Length', str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


def publish(path, document, status=200):
    published[path] = (document if isinstance(document, bytes) else json.dumps(document).encode(), status)


def main():
    http = ThreadingHTTPServer(('127.0.0.1', 0), Publishing)
    threading.Thread(target=http.serve_forever, daemon=True).start()
    issuer = f'http://127.0.0.1:{http.server_address[1]}'
    with tempfile.TemporaryDirectory() as base:
        where = ['--data', os.path.join(base, 'data'), '--lang', 'en']

        def run(*words, text=''):
            r = subprocess.run([PROGRAM, *words, *where], input=text, capture_output=True, text=True)
            return r.returncode, r.stdout + r.stderr
        run('init')
        add = ['oidc', 'add', 'portal', '--name', '示例统一登录', '--issuer', issuer, '--client', 'songnuan', '--secret', '--as', 'admin']
        status, said = run(*add, text=SECRET + '\n')
        ok(status == 0 and '/admin/sign-in/return' in said and SECRET not in said, 'a service is added, its secret from standard input', status, said)
        status, said = run(*add, text='')
        ok(status == 3 and 'secret' in said, 'a secret that is not there is named', status, said)
        status, said = run(*add, text=SECRET + '\n')
        ok(status == 3 and 'oidc_provider_exists' in said, 'a code is used once', status, said)
        status, said = run('oidc', 'list', '--format', 'json', '--as', 'admin')
        ok(status == 0 and '"portal"' in said and SECRET not in said, 'it is listed without it', status, said)
        found = subprocess.run(['grep', '-rlc', SECRET, base], capture_output=True, text=True).stdout
        ok(found == '', 'no file holds the secret', found)

        place = {'issuer': issuer, 'authorization_endpoint': issuer + '/a', 'token_endpoint': issuer + '/t', 'jwks_uri': issuer + '/j'}
        at = '/.well-known/openid-configuration'

        def check(reason, what, *more):
            status, said = run('oidc', 'check', 'portal', '--as', 'admin')
            ok(status == (0 if reason == '' else 69) and reason in said and all(m in said for m in more), what, status, said)
        check('oidc_misconfigured', 'nothing is published', '404')
        publish(at, place)
        check('oidc_misconfigured', 'no keys', 'jwks_uri: 404')
        publish('/j', KEYS)
        check('', 'all of it is there', '1 that can be used')
        publish(at, {**place, 'issuer': issuer + '/'})
        check('oidc_misconfigured', 'another issuer', 'issuer')
        publish(at, {**place, 'jwks_uri': 'http://localhost:1/j'})
        check('oidc_misconfigured', 'keys from elsewhere', 'jwks_uri')
        publish('/moved', place)
        publish(at, b'', 302)
        check('oidc_misconfigured', 'a redirect is not followed', '302')
        publish(at, b'x' * (1 << 20))
        check('oidc_misconfigured', 'more than anybody publishes', 'too large')
        publish(at, b'', 503)
        check('oidc_down', 'it is down')
        http.shutdown()
        http.server_close()
        check('oidc_down', 'nobody is there')
        status, said = run('oidc', 'remove', 'portal', '--as', 'admin')
        ok(status == 0, 'it is removed', status, said)
        status, said = run('oidc', 'check', 'portal', '--as', 'admin')
        ok(status == 3 and 'oidc_no_provider' in said, 'and gone', status, said)


main()
done()
