#!/usr/bin/python3
# Who may what, walked: every route of openapi.json × a user of every role, in his own subtree and in a foreign one. Nothing is
# answered to who lacks the permission that the description names, nor to who has it elsewhere.
import json, os, re, subprocess, sys, tempfile
sys.dont_write_bytecode = True
from api import PROGRAM, Routes, Server, done, ok, sign_in

HOME, FOREIGN = '150300', '150800'  # two leagues; the users of one are asked about the other
BUSINESS_ROLES = ['maker', 'checker', 'approver', 'accountant', 'cashier', 'keeper', 'auditor', 'distributor', 'supervisor']
ADMINISTRATORS = {'admin': 'admin', 'x-security': 'security', 'x-auditadmin': 'auditadmin'}
# What administrators may see: the tree and the policies that they set, users, the trail, the system; no business data (trust.md 5).
NOT_BUSINESS = {'org.read', 'hands.read', 'hands.write', 'user.write', 'audit.read', 'system'}
# Things of the whole region that every union below reads: a union's own rights say nothing about them.
FOR_ALL = {
    '/api/v1/programmes/{programme}', '/api/v1/programmes/{programme}/rules', '/api/v1/items/{item}', '/api/v1/partners',
    '/api/v1/partners/{partner}', '/api/v1/partners/{partner}/roles',
    '/api/v1/partners/{partner}/giving',  # rows are cut to unions whose figures one may see
    '/api/v1/actions/{action}',
    # of a cycle that a union above runs: its name, states and rules; figures in it are cut to one's own union
    '/api/v1/cycles/{cycle}', '/api/v1/cycles/{cycle}/next', '/api/v1/cycles/{cycle}/rules', '/api/v1/cycles/{cycle}/changes',
    # who took its steps, who runs it together, the letters of unions over and under one's own
    '/api/v1/cycles/{cycle}/steps', '/api/v1/cycles/{cycle}/partners', '/api/v1/cycles/{cycle}/letters/texts',
}


def songnuan(*words):
    told = subprocess.run([PROGRAM, *words], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if told.returncode:
        raise SystemExit(f'{words}: {told.stdout}')


def people_of_all_roles(data):
    """A user of each role in the one league; the demo's admin is the system's administrator, the other two are made here."""
    for role in BUSINESS_ROLES:
        songnuan('user', 'add', f'x-{role}', '--name', f'{role}（示例）', '--org', HOME, '--data', data, '--as', 'admin')
        songnuan('user', 'grant', f'x-{role}', '--role', role, '--org', HOME, '--data', data, '--as', 'admin')
    for role in ('auditadmin', 'security'):  # from then on it is security who grants
        songnuan('user', 'add', f'x-{role}', '--name', f'{role}（示例）', '--data', data, '--as', 'admin')
        songnuan('user', 'grant', f'x-{role}', '--role', role, '--data', data, '--as', 'admin')
    return {**{f'x-{r}': r for r in BUSINESS_ROLES}, **ADMINISTRATORS}


def ask(server, method, target, headers, operation):
    extra = {**headers, 'Idempotency-Key': 'rights-' + str(abs(hash((method, target))))}
    body = None
    if 'requestBody' in operation:
        json_body = 'application/json' in operation['requestBody']['content']
        extra['Content-Type'] = 'application/json' if json_body else 'text/csv'
        body = '{"no_such_field":1}' if json_body else 'x'
    return server.ask(method.upper(), target, extra, body)


def operations(routes):
    for path, methods in sorted(routes.api['paths'].items()):
        for method, operation in methods.items():
            if operation.get('x-permission'):
                yield path, method, operation


def administrators(permissions):
    for login in ADMINISTRATORS:
        ok(permissions[login] <= NOT_BUSINESS, f'{login} sees no business data', permissions[login] - NOT_BUSINESS)
    ok(not permissions['admin'] & permissions['x-auditadmin'] - {'org.read', 'hands.read'}, 'the trail is not the system administrator\'s')


def doors(routes, signed, permissions):
    """Without the permission every route is shut, before the body is looked at; with it, it is not shut for that reason at home."""
    for path, method, operation in operations(routes):
        target = (routes.targets(path, query=method == 'get') or [re.sub(r'\{[^}]*\}', '01928c5e-8a3b-7c4d-9e5f-0123456789ab', path)])[0]
        wrong = []
        for login, headers in signed.items():
            if operation['x-permission'] in permissions[login]:
                continue
            status, _, body, _ = ask(routes.server, method, target, headers, operation)
            if status != 403 or body.get('code') != 'not_granted':
                wrong.append(f'{login}: {status} {body}')
        ok(not wrong, f'{method.upper()} {path} is shut to who lacks {operation["x-permission"]}', *wrong)


def codes(value):
    """The codes of all unions that an answer names."""
    if isinstance(value, dict):
        if set(value) == {'code', 'name'} and isinstance(value['code'], str) and re.match(r'15\d{4}', value['code']):
            yield value['code']
        for part in value.values():
            yield from codes(part)
    elif isinstance(value, list):
        for part in value:
            yield from codes(part)


def foreign(routes, signed, permissions):
    """What is in another league is nobody's there: neither named by ?org= nor by its own id, nor inside one's own lists."""
    asked = 0
    for path, method, operation in operations(routes):
        if method != 'get' or path in FOR_ALL:
            continue
        has_org = any(p['name'] == 'org' for p in operation.get('parameters', []) if p['in'] == 'query')
        targets = [t + ('&' if '?' in t else '?') + 'org=' + FOREIGN for t in routes.targets(path)] if has_org else []
        if '{' in path and not has_org:
            targets = routes.targets(path)
        wrong = []
        for login, headers in signed.items():
            if login in ADMINISTRATORS or operation['x-permission'] not in permissions[login]:
                continue
            for target in targets:
                status, _, body, _ = routes.server.ask('GET', target, headers)
                asked += 1
                if status not in (400, 403, 404):
                    wrong.append(f'{login} {target}: {status} {body}')
        if targets:
            ok(not wrong, f'GET {path} answers nothing about a foreign union', *wrong)
    ok(asked > 100, 'many were asked', asked)


def own_lists(home, signed, permissions):
    """A list without ?org= is one's own subtree: it names no union of another league."""
    for path, method, operation in operations(home):
        if method != 'get' or path in FOR_ALL or path.split('/')[3] in ('orgs', 'partners', 'actions', 'programmes'):
            continue
        wrong = []
        for login, headers in signed.items():
            if login in ADMINISTRATORS or operation['x-permission'] not in permissions[login]:
                continue
            for target in home.targets(path)[:1]:
                status, _, body, _ = home.server.ask('GET', target, headers)
                others = {c for c in codes(body) if not c.startswith(HOME[:4]) and c != '150000'} if status == 200 else set()
                if others:
                    wrong.append(f'{login} {target}: {sorted(others)}')
        ok(not wrong, f'GET {path} names no foreign union', *wrong)


def learned(server, headers):
    """The routes with the arguments that this user's own lists give."""
    routes = Routes(server)
    routes.known['org'] = []
    for path, method, _ in sorted(operations(routes), key=lambda o: (o[0].count('{'), len(o[0]))):
        for target in routes.targets(path) if method == 'get' else []:
            status, _, body, _ = server.ask('GET', target, headers)
            if status == 200:
                routes.learn(path, body)
    return routes


def main():
    with tempfile.TemporaryDirectory() as data:
        data = os.path.join(data, 'demo')
        songnuan('demo', '--data', data)
        roles = people_of_all_roles(data)
        server = Server(data)
        try:
            signed = {login: sign_in(server, login) for login in roles}
            permissions = {login: set(server.ask('GET', '/api/v1/session', headers)[2]['permissions']) for login, headers in signed.items()}
            administrators(permissions)
            there = learned(server, sign_in(server, 'b-maker'))
            there.known['org'] = there.known['under:/api/v1/orgs'] = [FOREIGN, '150802']
            here = learned(server, signed['x-maker'])
            doors(here, signed, permissions)
            foreign(there, signed, permissions)
            own_lists(here, signed, permissions)
        finally:
            server.process.terminate()
            ok(server.process.wait(10) == 0, 'the server ends well')


main()
done()
