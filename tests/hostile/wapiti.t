#!/usr/bin/python3
# wapiti on the pages and the API, signed in as several: it crawls what links there are and attacks every parameter that our
# description names. It finds nothing.
import json, os, re, subprocess, sys, tempfile, urllib.parse
sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(os.environ.get('SONGNUAN_SOURCE', '.'), 'tests/blackbox'))
from api import PROGRAM, Routes, Server, done, ok, sign_in

# Not among them: ssrf and xxe, which ask a host of their makers' what came in; nothing of ours fetches an address or reads an entity.
MODULES = 'backup,cookieflags,crlf,csp,exec,file,htaccess,http_headers,methods,redirect,shellshock,xss,blindsql,sql,permanentxss'
# No findings: HSTS is sent where TLS is, and this server has none; X-XSS-Protection is gone from browsers, and made holes of its own.
NOT_HERE = re.compile(r'Strict-Transport-Security|X-XSS-Protection')


def addresses(routes):
    base = f'http://127.0.0.1:{routes.server.port}'
    for path, methods in routes.api['paths'].items():
        operation = methods.get('get')
        if not operation or path.endswith('/live'):
            continue
        target = (routes.targets(path, query=False) or [None])[0]
        if target:
            given = [(p['name'], p.get('example', 'x')) for p in operation['parameters'] if p['in'] == 'query' and p['name'] not in ('after', 'format')]
            yield base + target + ('?' + urllib.parse.urlencode(given) if given else '')
    for page in ('/', '/admin/sign-in', '/admin', '/api/docs', '/clerk/x', '/healthz'):
        yield base + page


def attack(routes, login, headers, directory):
    report = os.path.join(directory, login + '.json')
    words = ['wapiti', '-u', f'http://127.0.0.1:{routes.server.port}/', '-H', 'Authorization: ' + headers['Authorization'], '-f', 'json', '-o', report,
             '-m', MODULES, '--scope', 'domain', '--max-scan-time', '10', '--max-attack-time', '60', '-d', '3', '--store-session', directory, '--flush-session',
             '-t', '30', '--no-bugreport', '-v', '0']
    for a in addresses(routes):
        words += ['-s', a]
    told = subprocess.run(words, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL, text=True).stdout
    if not ok(os.path.exists(report), f'wapiti as {login} has reported', told[-1500:]):
        return
    with open(report) as f:
        said = json.load(f)
    found = [f'{kind}: {v["method"]} {v["path"]} {v["info"]}' for part in ('vulnerabilities', 'anomalies') for kind, all_of in said[part].items()
             for v in all_of if not NOT_HERE.search(v['info'])]
    pages = said['infos'].get('crawled_pages_nbr', '?')
    ok(not found, f'wapiti as {login}: {pages} pages crawled, {len(found)} findings', *found[:20])


def main():
    with tempfile.TemporaryDirectory() as directory:
        data = os.path.join(directory, 'demo')
        subprocess.run([PROGRAM, 'demo', '--data', data], check=True, stdout=subprocess.DEVNULL)
        server = Server(data)
        try:
            signed = {login: sign_in(server, login) for login in ('r-maker', 'r-auditor', 'admin')}
            routes = Routes(server)
            routes.learn_lists(signed, signed)
            for login, headers in signed.items():
                attack(routes, login, headers, directory)
        finally:
            server.process.terminate()
            ok(server.process.wait(10) == 0, 'the server ends well')


main()
done()
