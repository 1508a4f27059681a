#!/usr/bin/python3
# sqlmap on every parameter of every read, and on the fields of writes, signed in: it finds nothing to inject into.
#   HOSTILE_LEVEL   sqlmap's level, 1 to 5 (1)
import json, os, re, subprocess, sys, tempfile
sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(os.environ.get('SONGNUAN_SOURCE', '.'), 'tests/blackbox'))
from api import PROGRAM, Routes, Server, done, ok, sign_in

LEVEL = os.environ.get('HOSTILE_LEVEL', '1')
USERS = ['r-maker', 'r-accountant', 'r-auditor', 'w-maker', 'w-keeper', 'admin']
APART = re.compile(r'/api/v1/(sessions?|setup|live|jobs)(/|$)')  # who signs out is not asked any more


def marked(path, target):
    """Every argument of the path, every parameter marked for sqlmap."""
    at, _, query = target.partition('?')
    at = '/'.join(part + '*' if model.startswith('{') else part for part, model in zip(at.split('/'), path.split('/')))
    return at + ('?' + query.replace('&', '*&') + '*' if query else '')


def requests_of(routes, signed):
    """(login, request) for each route: a read as somebody who is answered, a write as a maker and as an administrator."""
    def request(method, target, login, body):
        text = json.dumps(body) if body else ''
        return login, (f'{method} {target} HTTP/1.1\r\nHost: 127.0.0.1:{routes.server.port}\r\nAuthorization: {signed[login]["Authorization"]}\r\n'
                       + ('Content-Type: application/json\r\nIdempotency-Key: sqlmap\r\n' if body else '') + f'\r\n{text}')
    for path, methods in routes.api['paths'].items():
        if APART.match(path):
            continue
        target, login = routes.good_target(path, signed) if 'get' in methods else (None, None)
        if target and '*' in marked(path, target):
            yield request('GET', marked(path, target), login, None)
        body = methods.get('post', {}).get('requestBody', {}).get('content', {}).get('application/json')
        target = (routes.targets(path, query=False) or [re.sub(r'\{[^}]*\}', '01928c5e-8a3b-7c4d-9e5f-0123456789ab', path)])[0]
        for login in ('r-maker', 'admin') if body else ():
            yield request('POST', marked(path, target), login, body['example'])


def attack(server, requests, directory):
    tried, found, broken = 0, [], []
    for login, text in requests:
        name = os.path.join(directory, 'request')
        line = login + ' ' + text.split('\r\n')[0]
        with open(name, 'w') as f:
            f.write(text)
        told = subprocess.run(['sqlmap', '-r', name, '--ignore-stdin', '--batch', '--level', LEVEL, '--risk', '1', '--technique', 'BEU',
                               '--dbms', 'SQLite', '--flush-session', '--output-dir', os.path.join(directory, 'out'), '--disable-coloring',
                               '--ignore-code', '401', '--timeout', '60', '--retries', '0', *(['--smart'] if ' POST ' in line else [])],
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL, text=True).stdout
        tried += 'testing connection' in told
        if re.search(r'is vulnerable|identified the following injection point', told):
            found.append(line + ' ' + told[-300:])
        broken += [f'{line}: {f}' for f in re.findall(r'(?m)^5\d\d \([^)]*\) - \d+ times', told)]
        if server.process.poll() is not None:
            broken.append(line + ': the server ended')
            break
    ok(tried > 100 and not found, f'sqlmap: {tried} requests with all their parameters, {len(found)} findings', *found)
    ok(not broken, f'sqlmap: {len(broken)} faults of ours', *broken[:10])


def main():
    with tempfile.TemporaryDirectory() as directory:
        data = os.path.join(directory, 'demo')
        subprocess.run([PROGRAM, 'demo', '--data', data], check=True, stdout=subprocess.DEVNULL)
        server = Server(data)
        try:
            signed = {login: sign_in(server, login) for login in USERS}
            routes = Routes(server)
            routes.learn_lists(signed, ('r-maker', 'admin'))
            attack(server, requests_of(routes, signed), directory)
        finally:
            server.process.terminate()
            ok(server.process.wait(10) == 0, 'the server ends well')


main()
done()
